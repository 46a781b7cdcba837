/// What is asked of a server, in turn where it is more than one address.
struct WebRequests: Sendable {
    let what: String
    /// At least one.
    let paths: [String]
    var headers: [(name: String, value: String)] = []

    init(_ what: String, _ paths: [String], _ headers: [(name: String, value: String)] = []) {
        (self.what, self.paths, self.headers) = (what, paths, headers)
    }
}
