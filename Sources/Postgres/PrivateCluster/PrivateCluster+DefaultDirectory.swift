#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension PrivateCluster {
    /// The data folder used when none is named: `/var/lib/mainstay` for root; otherwise `$XDG_DATA_HOME/mainstay`,
    /// `~/.local/share/mainstay`, or on macOS `~/Library/Application Support/mainstay`.
    /// - Parameter environment: the program's environment variables.
    /// - Throws: ``ClusterError/noDefaultFolder`` for a user without a home.
    public static func defaultDataDirectory(environment: [String: String]) throws(ClusterError) -> String {
        try defaultDataDirectory(environment: environment, isRoot: geteuid() == 0)
    }

    static func defaultDataDirectory(environment: [String: String], isRoot: Bool) throws(ClusterError) -> String {
        if isRoot { return "/var/lib/mainstay" }
        // The XDG rules: a relative path counts as not set.
        if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") { return data + "/mainstay" }
        let named = environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        guard let home = named ?? ServerAccount.homeFolder(), home.hasPrefix("/") else { throw .noDefaultFolder }
        #if os(macOS)
            return home + "/Library/Application Support/mainstay"
        #else
            return home + "/.local/share/mainstay"
        #endif
    }
}
