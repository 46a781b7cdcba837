import Foundation
import Synchronization

/// Shows progress on standard error: on a terminal one line that is drawn again and again, elsewhere a line for each step and now and then.
public final class ProgressDisplay: Sendable {
    private struct State {
        var label = ""
        var stepBegan = ContinuousClock.now
        var lastShown: ContinuousClock.Instant?
        var hasOpenLine = false
    }

    private let isTerminal: Bool
    private let write: @Sendable (String) -> Void
    private let state = Mutex(State())

    private var pause: Duration { isTerminal ? .milliseconds(100) : .seconds(10) }

    /// - Parameters:
    ///   - isTerminal: whether somebody watches who can see a line change.
    ///   - write: takes the text; nothing is added to it.
    public init(isTerminal: Bool, write: @escaping @Sendable (String) -> Void) {
        self.isTerminal = isTerminal
        self.write = write
    }

    /// On standard error, so that results on standard output stay clean.
    public static func standardError() -> ProgressDisplay {
        ProgressDisplay(isTerminal: isatty(STDERR_FILENO) == 1) { FileHandle.standardError.write(Data($0.utf8)) }
    }

    /// Shows a step, unless one of the same label has just been shown.
    public func show(_ step: ProgressStep) {
        let now = ContinuousClock.now
        let text: String? = state.withLock { state in
            if state.label != step.label {
                state.label = step.label
                state.stepBegan = now
            } else if let lastShown = state.lastShown, now - lastShown < pause {
                return nil
            }
            state.lastShown = now
            let elapsed = (now - state.stepBegan) / .seconds(1)
            guard isTerminal else { return step.line(elapsed: elapsed, barWidth: 0) + "\n" }
            state.hasOpenLine = true
            // Back to the start, the line, and away with what a longer one before has left.
            return "\r" + step.line(elapsed: elapsed, barWidth: 24) + "\u{1B}[K"
        }
        if let text { write(text) }
    }

    /// Removes the line, so that what is printed next begins on a clean one.
    public func clear() {
        let wasOpen = state.withLock { state in
            defer { state.hasOpenLine = false }
            return state.hasOpenLine
        }
        if wasOpen { write("\r\u{1B}[K") }
    }
}
