import Domain
import Hummingbird

/// What the API says when it does not answer: a problem document (RFC 9457) with a stable code.
enum Problem {
    static let contentType = "application/problem+json"

    /// What pages would say, for what the API has no own words: addresses that there are not, and failures.
    static func response(for refusal: Refusal, _ request: Request) -> Response {
        var headers: HTTPFields = [:]
        switch refusal {
        case .signInNeeded: return response(for: APIFault.signInNeeded, request)
        case .methodNotAllowed(let allowed): headers[.allow] = list(allowed)
        default: break
        }
        return response(
            status: refusal.status, code: refusal.code, title: refusal.title,
            detail: refusal == .notFound
                ? "There is nothing at this address; /api/openapi.json describes those that there are." : refusal.explanation,
            parameter: nil, headers: headers, request)
    }

    static func response(for fault: APIFault, _ request: Request) -> Response {
        var headers: HTTPFields = [:]
        switch fault {
        case .signInNeeded: headers[.wwwAuthenticate] = "Bearer realm=\"mainstay\""
        case .unknownToken: headers[.wwwAuthenticate] = "Bearer realm=\"mainstay\", error=\"invalid_token\""
        case .methodNotAllowed(let allowed): headers[.allow] = list(allowed)
        default: break
        }
        return response(
            status: fault.status, code: fault.code, title: fault.title, detail: fault.detail, parameter: fault.parameter, headers: headers,
            request)
    }

    private static func response(
        status: HTTPResponse.Status, code: String, title: String, detail: String, parameter: String?, headers: HTTPFields,
        _ request: Request
    ) -> Response {
        var members: [JSON.Member] = [
            JSON.Member("type", .string("urn:mainstay:problem:\(code)")), JSON.Member("title", .string(title)),
            JSON.Member("status", .from(status.code)), JSON.Member("detail", .string(detail)),
            JSON.Member("instance", .string(request.uri.path)), JSON.Member("code", .string(code)),
        ]
        if let parameter { members.append(JSON.Member("parameter", .string(parameter))) }
        var headers = headers
        headers[.contentType] = contentType
        headers[.cacheControl] = "no-store"
        return Response(
            status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: JSON.object(members).text() + "\n")))
    }

    private static func list(_ methods: [HTTPRequest.Method]) -> String { methods.map(\.rawValue).joined(separator: ", ") }

    static let schema = Schema.object(
        [
            "type": .text, "title": .text, "status": .integer(from: 400, to: 599), "detail": .text, "instance": .text,
            "code": Schema.text.described("For programs: stays the same when the words change."),
        ], optional: ["parameter": Schema.text.described("The parameter that is at fault.")])
}
