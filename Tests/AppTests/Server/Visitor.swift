import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// A browser without its pictures: keeps cookies, follows no redirect by itself.
final class Visitor {
    let base: String
    private let session: URLSession
    private(set) var cookies: [String: String] = [:]
    /// Sent with each request.
    var headers: [String: String] = [:]

    struct Answer {
        let status: Int
        let body: String
        let headers: [String: String]

        /// The secret in the page's form.
        var csrf: String? {
            body.firstMatch(of: /name="csrf"[^>]*value="([^"]+)"/).map { String($0.1) }
        }
    }

    private final class NoRedirects: NSObject, URLSessionTaskDelegate {
        func urlSession(
            _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse, newRequest: URLRequest,
            completionHandler: @escaping (URLRequest?) -> Void
        ) {
            completionHandler(nil)
        }
    }

    init(_ base: String) {
        self.base = base
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpCookieAcceptPolicy = .never
        configuration.httpShouldSetCookies = false
        session = URLSession(configuration: configuration, delegate: NoRedirects(), delegateQueue: nil)
    }

    func get(_ path: String) async throws -> Answer { try await send("GET", path, nil) }

    func post(_ path: String, _ fields: [String: String]) async throws -> Answer {
        let letters = CharacterSet.alphanumerics
        let form = fields.map { name, value in "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: letters) ?? "")" }
        return try await send("POST", path, form.joined(separator: "&"))
    }

    /// Signs in by the form, as a person would.
    func signIn(_ name: String, _ password: String) async throws -> Answer {
        let form = try await get("/sign-in")
        return try await post("/sign-in", ["name": name, "password": password, "csrf": form.csrf ?? ""])
    }

    func forgetCookies() { cookies = [:] }

    private func send(_ method: String, _ path: String, _ form: String?) async throws -> Answer {
        guard let url = URL(string: base + path) else { throw URLError(.badURL) }
        var request = URLRequest(url: url)
        request.httpMethod = method
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        if !cookies.isEmpty {
            request.setValue(cookies.map { "\($0)=\($1)" }.joined(separator: "; "), forHTTPHeaderField: "Cookie")
        }
        if let form {
            request.httpBody = Data(form.utf8)
            request.setValue("application/x-www-form-urlencoded", forHTTPHeaderField: "Content-Type")
        }
        let (data, response) = try await session.data(for: request)
        guard let http = response as? HTTPURLResponse else { throw URLError(.badServerResponse) }
        var fields: [String: String] = [:]
        for (name, value) in http.allHeaderFields { fields["\(name)".lowercased()] = "\(value)" }
        for match in (fields["set-cookie"] ?? "").matches(of: /(?:^|, ?)([\w-]+)=([^;,]*);/) {
            cookies[String(match.1)] = match.2.isEmpty ? nil : String(match.2)
        }
        return Answer(status: http.statusCode, body: String(decoding: data, as: UTF8.self), headers: fields)
    }
}
