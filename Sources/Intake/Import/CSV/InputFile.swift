import Foundation

/// A file that is read from its beginning to its end, and closed when it is no longer needed.
struct InputFile: ~Copyable {
    /// In bytes, when it was opened; for progress only.
    let size: Int
    private let descriptor: Int32

    /// - Throws: `ImportError/unreadable` with the system's reason.
    init(path: String) throws(ImportError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(path: path, reason: String(cString: strerror(errno))) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
            close(descriptor)
            throw .unreadable(path: path, reason: "is not a file")
        }
        self.descriptor = descriptor
        size = Int(status.st_size)
    }

    deinit { close(descriptor) }

    /// Reads what fits.
    ///
    /// - Returns: the number of bytes; 0 at the end; nil when the system cannot read on.
    func read(into target: UnsafeMutableRawPointer, count: Int) -> Int? {
        while true {
            let read = Foundation.read(descriptor, target, count)
            if read >= 0 { return read }
            guard errno == EINTR else { return nil }
        }
    }
}
