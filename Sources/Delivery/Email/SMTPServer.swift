import Foundation

/// Where mail is handed in: `smtp://user:password@host:587`, or `smtps://…` for TLS from the first byte.
public struct SMTPServer: Sendable, Hashable {
    public struct Credentials: Sendable, Hashable {
        let user: String
        let password: HiddenText
    }

    let host: String
    let port: Int
    /// TLS from the first byte; else STARTTLS, which credentials demand and without them is used where it is offered.
    let isTLS: Bool
    let credentials: Credentials?

    /// - Returns: nil for a text of another form. A password with `@`, `:` or `/` is written with `%40`, `%3A`, `%2F`.
    public init?(_ text: String) {
        guard let url = URLComponents(string: text.trimmingCharacters(in: .whitespacesAndNewlines)),
            let host = url.host, !host.isEmpty, url.path.isEmpty || url.path == "/", url.query == nil, url.fragment == nil
        else { return nil }
        switch url.scheme?.lowercased() {
        case "smtp": isTLS = false
        case "smtps": isTLS = true
        default: return nil
        }
        self.host = host
        switch (url.user, url.password) {
        case (let user?, let password?) where !user.isEmpty: credentials = Credentials(user: user, password: HiddenText(password))
        case (nil, nil): credentials = nil
        default: return nil
        }
        port = url.port ?? (isTLS ? 465 : credentials == nil ? 25 : 587)
        guard (1...65_535).contains(port) else { return nil }
    }

    /// Without credentials.
    var url: String { "\(isTLS ? "smtps" : "smtp")://\(host):\(port)" }
}
