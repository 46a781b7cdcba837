import Domain
import Testing

@testable import Access

@Suite("Secrets")
struct SecrecyTests {
    private let secret = Secret("0123456789abcdef")

    /// Everything that a careless log line could make of a value.
    private func texts(_ value: Any) -> [String] {
        var dumped = ""
        dump(value, to: &dumped)
        return [String(describing: value), String(reflecting: value), "\(value)", "\([value])", dumped]
    }

    @Test("show in no text about the values that hold them")
    func redaction() throws {
        let session = Session(
            id: 1, accountID: 2, accountName: "anna", role: .admin, csrf: secret, idleExpiresAt: AccessFixture.now,
            expiresAt: AccessFixture.now)
        let account = Account(
            id: 1, name: "anna", role: .admin, email: nil, createdAt: AccessFixture.now, lastSignInAt: nil, disabledAt: nil)
        let token = APIToken(
            id: "00ff00ff00ff", name: "report", role: .admin, createdAt: AccessFixture.now, createdBy: "root", lastUsedAt: nil,
            revokedAt: nil)
        let values: [Any] = [
            secret, session, NewToken(token: token, text: secret),
            SignInResult.accepted(cookie: secret, expires: AccessFixture.now, account: account),
        ]
        for value in values {
            for text in texts(value) { #expect(!text.contains(secret.text), "\(type(of: value))") }
        }
    }

    @Test("of passwords, hashes and tokens do not show either")
    func otherTypes() throws {
        let password = try Password(new: "correct horse battery")
        for text in texts(password) { #expect(!text.contains("horse")) }
        let hash = try PasswordHash(of: password, cost: AccessFixture.cost)
        for text in texts(hash) {
            #expect(!text.contains(hash.text.suffix(20)))
            #expect(!text.contains("bytes"))
        }
        let token = TokenText.random()
        for text in texts(token) {
            #expect(!text.contains(token.secret.text))
            #expect(text.contains(token.id))
        }
    }

    @Test("have 256 bits and are never the same")
    func random() {
        let many = Set((0..<1_000).map { _ in Secret.random().text })
        #expect(many.count == 1_000)
        #expect(many.allSatisfy { $0.utf8.count == 64 })
    }

    @Test("are compared whole")
    func comparison() {
        #expect(secret.matches("0123456789abcdef"))
        for other in ["", "0", "0123456789abcdee", "1123456789abcdef", "0123456789abcdef0", "0123456789abcde"] {
            #expect(!secret.matches(other))
        }
        #expect(ConstantTime.equal([], []))
        #expect(!ConstantTime.equal([], [0]))
    }

    @Test("of tokens are read in one form only")
    func tokenText() throws {
        let text = TokenText.random()
        #expect(text.secret.text.wholeMatch(of: /mst_[0-9a-f]{12}_[0-9a-f]{64}/) != nil)
        #expect(TokenText(text.secret.text)?.id == text.id)
        let zeros = String(repeating: "0", count: 64)
        for other in [
            "", "mst_", zeros, "mst_00ff00ff00ff_", "xst_00ff00ff00ff_\(zeros)", "mst_00ff00ff00fg_\(zeros)", "mst_00FF00FF00FF_\(zeros)",
            "mst_00ff00ff00ff\(zeros)0", "mst_00ff00ff00ff_\(zeros)0", "mst_00ff00ff00f_0\(zeros)",
        ] {
            #expect(TokenText(other) == nil, "\(other)")
        }
    }
}
