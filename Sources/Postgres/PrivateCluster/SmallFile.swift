#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Text files of a few kilobytes in the cluster's folders.
enum SmallFile {
    /// Replaces the file in one step: a reader sees the old text or the new one. Readable by the server's user only.
    static func write(_ text: String, to path: String, account: ServerAccount) throws(ClusterError) {
        let draft = path + ".new"
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .lastSystemCall("write", draft) }
        do throws(ClusterError) {
            defer { close(descriptor) }
            if account.isSomebodyElse, fchown(descriptor, account.userID, account.groupID) != 0 {
                throw .lastSystemCall("change the owner of", draft)
            }
            let bytes = Array(text.utf8)
            var written = 0
            while written < bytes.count {
                let count = bytes[written...].withUnsafeBytes { unsafe in
                    Self.writeBytes(descriptor, unsafe.baseAddress, unsafe.count)
                }
                if count < 0, errno == EINTR { continue }
                guard count >= 0 else { throw .lastSystemCall("write", draft) }
                written += count
            }
        } catch {
            unlink(draft)
            throw error
        }
        guard rename(draft, path) == 0 else { throw .lastSystemCall("write", path) }
    }

    /// The text from `offset` on, at most a megabyte of it; nil if the file is not there or cannot be read.
    static func read(_ path: String, from offset: Int = 0) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard lseek(descriptor, off_t(offset), SEEK_SET) >= 0 else { return nil }
        var text: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 14)
        while text.count < 1 << 20 {
            let count = chunk.withUnsafeMutableBytes { Self.readBytes(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            text += chunk[..<count]
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Size in bytes; 0 for a file that is not there.
    static func size(_ path: String) -> Int {
        var record = stat()
        return stat(path, &record) == 0 ? Int(record.st_size) : 0
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    // The functions above carry the names of the system's; these reach the latter.
    private static func writeBytes(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
        #if canImport(Darwin)
            Darwin.write(descriptor, bytes, count)
        #elseif canImport(Glibc)
            Glibc.write(descriptor, bytes, count)
        #elseif canImport(Musl)
            Musl.write(descriptor, bytes, count)
        #endif
    }

    private static func readBytes(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
        #if canImport(Darwin)
            Darwin.read(descriptor, bytes, count)
        #elseif canImport(Glibc)
            Glibc.read(descriptor, bytes, count)
        #elseif canImport(Musl)
            Musl.read(descriptor, bytes, count)
        #endif
    }
}
