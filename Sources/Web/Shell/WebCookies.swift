import Domain
import Foundation
import Hummingbird

/// The cookies of the pages: their names and how they are set.
struct WebCookies: Sendable {
    /// Behind TLS the names begin with `__Host-`: browsers then accept them only from this very host, by TLS, for all paths.
    let isSecure: Bool

    var session: String { prefixed("mainstay-session") }
    /// Guards the sign-in form, for which there is no session yet.
    var visitor: String { prefixed("mainstay-visitor") }
    /// The role that the demo shows.
    var role: String { prefixed("mainstay-role") }
    /// Set by the page's script, so it has no secret name: `light` or `dark`.
    static let theme = "mainstay-theme"

    private func prefixed(_ name: String) -> String { isSecure ? "__Host-" + name : name }

    /// - Parameter expires: nil lets it end with the browser.
    func cookie(_ name: String, _ value: String, expires: Moment? = nil) -> Cookie {
        let date = expires.map { Date(timeIntervalSince1970: Double($0.microseconds / Moment.microsecondsPerSecond)) }
        return Cookie(name: name, value: value, expires: date, path: "/", secure: isSecure, httpOnly: true, sameSite: .lax)
    }

    /// Takes a cookie away again.
    func ended(_ name: String) -> Cookie {
        Cookie(name: name, value: "", maxAge: 0, path: "/", secure: isSecure, httpOnly: true, sameSite: .lax)
    }

    /// The colours that a visitor chose; `auto` for those of the system.
    static func theme(of request: Request) -> String {
        switch request.cookies[theme]?.value {
        case "light": "light"
        case "dark": "dark"
        default: "auto"
        }
    }
}
