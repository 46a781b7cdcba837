import Crypto
import Hummingbird

/// An answer that a client may keep and ask for again: sent once, and after that only when it has changed.
enum EntityTag {
    /// - Parameters:
    ///   - body: the whole answer.
    ///   - request: says in `If-None-Match` which answers it has.
    static func response(_ body: String, contentType: String, to request: Request) -> Response {
        let tag = tag(of: body)
        var headers: HTTPFields = [.eTag: tag, .cacheControl: "private, no-cache", .vary: "Authorization, Cookie"]
        if isKnown(tag, to: request) { return Response(status: .notModified, headers: headers) }
        headers[.contentType] = contentType
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
    }

    static func tag(of body: String) -> String {
        "\"" + SHA256.hash(data: Array(body.utf8)).prefix(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "\""
    }

    /// Compares weakly, as RFC 9110 §13.1.2 wants it.
    private static func isKnown(_ tag: String, to request: Request) -> Bool {
        request.headers[values: .ifNoneMatch].contains { field in
            field.split(separator: ",").contains { part in
                let known = part.drop { $0 == " " }
                let strong = known.hasPrefix("W/") ? known.dropFirst(2) : known
                return known == "*" || strong.prefix(while: { $0 != " " }) == tag
            }
        }
    }
}
