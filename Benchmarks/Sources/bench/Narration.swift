import Foundation

/// Says on standard error what goes on, with the minutes since the start.
struct Narration: Sendable {
    private let watch = Stopwatch()

    func say(_ text: String) {
        let seconds = Int(watch.seconds)
        let line = String(format: "[%3d:%02d] ", seconds / 60, seconds % 60) + text + "\n"
        FileHandle.standardError.write(Data(line.utf8))
    }
}
