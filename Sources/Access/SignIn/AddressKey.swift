import Foundation

/// Which addresses count as one for the throttle.
enum AddressKey {
    /// An IPv4 address as it is; of an IPv6 address its first 64 bits, since a single subscriber has all addresses below them; any other
    /// text as it is.
    static func of(_ address: String) -> String {
        // A link-local address carries the name of its interface.
        let text = String(address.prefix(100).prefix { $0 != "%" })
        var bytes = [UInt8](repeating: 0, count: 16)
        guard inet_pton(AF_INET6, text, &bytes) == 1 else { return text }
        // ::ffff:192.0.2.1 is what a socket for both families calls an IPv4 address.
        if bytes[..<10].allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF {
            return bytes[12...].map(String.init).joined(separator: ".")
        }
        return bytes[..<8].hexadecimal + "/64"
    }
}
