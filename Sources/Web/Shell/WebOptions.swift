/// How the pages are served; the rest of the program decides, the pages obey.
public struct WebOptions: Sendable, Hashable {
    /// Browsers reach the server by TLS, at a proxy in front of it: cookies are bound to it and browsers are told to stay with it.
    public var isSecure: Bool
    /// The proxy in front may say where a request comes from (`X-Forwarded-For`, its last entry).
    public var trustsProxy: Bool
    /// The file of Chart.js; nil looks in the places where packages put it.
    public var chartScriptPath: String?
    /// What stands on top of every page; nil for nothing.
    public var banner: String?

    public init(isSecure: Bool = false, trustsProxy: Bool = false, chartScriptPath: String? = nil, banner: String? = nil) {
        (self.isSecure, self.trustsProxy, self.chartScriptPath, self.banner) = (isSecure, trustsProxy, chartScriptPath, banner)
    }

    /// The demo's banner.
    public static let demoBanner = "Demo with a sample company: no password, this machine only"
}
