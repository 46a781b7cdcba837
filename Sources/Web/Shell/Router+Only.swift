import Hummingbird

extension RouterMethods where Context == MainstayContext {
    /// Refuses an address's other methods by saying which ones it has. HEAD comes with GET.
    @discardableResult
    func only(_ allowed: HTTPRequest.Method..., at path: RouterPath) -> Self {
        let known = allowed + (allowed.contains(.get) ? [.head] : [])
        for method in [HTTPRequest.Method.get, .head, .post, .put, .patch, .delete] where !known.contains(method) {
            on(path, method: method) { _, _ -> Response in throw Refusal.methodNotAllowed(allowed: known) }
        }
        return self
    }

    /// An address that has one method, and refuses the others.
    func only(
        _ method: HTTPRequest.Method, at path: RouterPath,
        use handler: @escaping @Sendable (Request, MainstayContext) async throws -> some ResponseGenerator
    ) {
        on(path, method: method, use: handler)
        only(method, at: path)
    }
}
