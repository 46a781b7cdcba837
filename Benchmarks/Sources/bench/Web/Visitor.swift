import Foundation

/// Somebody who may see everything: a user who has signed in as a browser does, and a program's token.
struct Visitor: Sendable {
    let cookie: (name: String, value: String)
    let token: (name: String, value: String)

    /// Makes both, under names of their own: a company kept from an earlier run has those of that run.
    init(of program: MainstayProgram, client: WebClient) async throws {
        let name = "bench-\(UUID().uuidString.lowercased())"
        let password = UUID().uuidString
        _ = try await program.run("user", "add", name, "--role", "admin", "--password-stdin", text: password + "\n")
        cookie = ("Cookie", try await Self.signIn(name, password, client))
        let created = try await program.run("token", "create", name, "--role", "admin")
        guard let text = created.firstMatch(of: /mst_\S+/) else { throw BenchError.unexpected("mainstay token create shows no token") }
        token = ("Authorization", "Bearer \(text.0)")
    }

    /// - Returns: the session's cookie.
    private static func signIn(_ name: String, _ password: String, _ client: WebClient) async throws -> String {
        let (visitor, session) = ("mainstay-visitor", "mainstay-session")
        let page = try await client.page("/sign-in")
        guard let form = page.text.firstMatch(of: /name="csrf" value="([^"]+)"/), let secret = page.cookie(visitor) else {
            throw BenchError.unexpected("the page for signing in has no form")
        }
        let answer = try await client.post(
            "/sign-in", form: ["name": name, "password": password, "csrf": String(form.1), "next": "/"],
            [("Cookie", "\(visitor)=\(secret)")])
        guard let value = answer.cookie(session) else { throw BenchError.unexpected("signing in answers \(answer.status)") }
        return "\(session)=\(value)"
    }
}
