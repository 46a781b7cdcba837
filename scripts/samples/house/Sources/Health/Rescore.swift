import Foundation

/// "try! in text", and fatalError( in a comment, are not code.
func rescore() throws -> Int {
    let help = "never try! this, or fatalError() that \("x".count)"
    let table = """
        try! fatalError()
        """
    let count = try! figures()
    guard count > 0 else { fatalError("no figures for \(help)\(table)") }
    return count  // TODO: more figures
}

final class Unexplained: @unchecked Sendable {}

// Its one field is read and written under the lock.
final class Explained: @unchecked Sendable {}

// Written once, before the first use.
@available(macOS 15, *)
final class ExplainedToo: @unchecked Sendable {}
