extension ServerSettings {
    /// Whether the address may be listened on.
    ///
    /// What only this machine can reach always may. What others can reach asks for TLS, since else passwords and sessions can be read on their
    /// way, and for users, since a server that nobody can use has no reason to be there.
    /// - Throws: ``ServerRefusal/exposed(_:missing:)``.
    func checkBinding(hasUsers: Bool) throws(ServerRefusal) {
        guard !address.isLoopback, !allowsInsecureBinding else { return }
        var missing: Set<ServerRefusal.Missing> = []
        if !hasUsers { missing.insert(.users) }
        if !isBehindTLSProxy { missing.insert(.tls) }
        guard missing.isEmpty else { throw .exposed(address, missing: missing) }
    }
}
