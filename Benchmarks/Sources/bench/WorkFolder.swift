import Foundation

/// A folder that lasts as long as the benchmarks.
///
/// In `/tmp` and not in `TMPDIR`: for root the server runs as another user, who must be able to get there.
struct WorkFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/mainstay-bench-XXXXXX".utf8CString)
        guard let name = mkdtemp(&template) else {
            throw BenchError.system("cannot make a folder in /tmp: \(String(cString: strerror(errno)))")
        }
        path = String(cString: name)
        // The server's user only passes through.
        chmod(path, 0o711)
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
