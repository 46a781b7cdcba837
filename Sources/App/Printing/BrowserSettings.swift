/// Where the browser is that makes PDFs.
public struct BrowserSettings: Sendable, Hashable {
    /// Its path, or its name on the path; nil looks for the usual names.
    public var browser: String?
    /// Where programs are looked for, with colons between the folders.
    public var path: String

    public init(browser: String? = nil, path: String = "/usr/local/bin:/usr/bin:/bin") { (self.browser, self.path) = (browser, path) }
}

extension AppConfiguration {
    /// `MAINSTAY_CHROMIUM`, else what is found on the path.
    public var browserSettings: BrowserSettings {
        var settings = BrowserSettings(browser: sources.value(.chromium)?.text)
        if let path = sources.environment["PATH"], !path.isEmpty { settings.path = path }
        return settings
    }
}
