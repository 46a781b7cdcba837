#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Why the operating system refused a call.
enum SystemRefusal {
    /// Whether the error number says that a right is missing.
    static func isOfRights(_ code: Int32) -> Bool { [EACCES, EPERM, EROFS].contains(code) }
}
