import Domain
public import Hummingbird

/// The two addresses by which a supervisor watches the server. They tell nothing about customers and need no sign-in.
public enum ProbeRoutes {
    /// - `GET /healthz`: 200 while the process answers.
    /// - `GET /readyz`: 200 when it can do its work, 503 with the reason when it cannot.
    ///
    /// - Parameter readiness: asked once per request.
    public static func add(to router: Router<some RequestContext>, readiness: @escaping @Sendable () async -> Readiness) {
        router.get("healthz") { _, _ in answer(.ok, .object(["status": .string("ok")])) }
        router.get("readyz") { _, _ in
            switch await readiness() {
            case .ready: answer(.ok, .object(["status": .string("ready")]))
            case .notReady(let reason):
                answer(.serviceUnavailable, .object(["status": .string("not ready"), "reason": .string(reason)]))
            }
        }
    }

    private static func answer(_ status: HTTPResponse.Status, _ body: JSON) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: body.text() + "\n")))
    }
}
