#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Where a server listens.
public struct ListenAddress: Sendable, Hashable {
    /// A name or number of this machine.
    public let host: String
    /// 0 takes any free one.
    public let port: Int

    public init(host: String, port: Int) { (self.host, self.port) = (host, port) }

    public static let standard = ListenAddress(host: "127.0.0.1", port: 8_080)

    /// Whether only this machine can reach it. A name other than `localhost` is taken for one that others know.
    public var isLoopback: Bool {
        var v4 = in_addr()
        if inet_pton(AF_INET, host, &v4) == 1 { return UInt32(bigEndian: v4.s_addr) >> 24 == 127 }
        var v6 = in6_addr()
        if inet_pton(AF_INET6, host, &v6) == 1 {
            let bytes = withUnsafeBytes(of: v6, Array.init)
            let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10..<12].allSatisfy { $0 == 0xFF }
            return bytes == [UInt8](repeating: 0, count: 15) + [1] || (isMapped && bytes[12] == 127)
        }
        return host.lowercased() == "localhost"
    }

    /// `http://127.0.0.1:8080`
    public var url: String { host.contains(":") ? "http://[\(host)]:\(port)" : "http://\(host):\(port)" }

    /// The same host at another port.
    func with(port: Int) -> ListenAddress { ListenAddress(host: host, port: port) }
}
