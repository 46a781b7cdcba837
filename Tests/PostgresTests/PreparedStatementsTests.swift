import Testing

@testable import Postgres

@Suite struct PreparedStatementsTests {
    private func key(_ text: String) -> PreparedStatements.Key {
        PreparedStatements.Key(text: text, types: [])
    }

    /// Shows the statement and does what the advice asks for.
    private func use(_ text: String, _ statements: inout PreparedStatements) -> String {
        switch statements.advise(key(text)) {
        case .sendText: return "text"
        case .run(let name, _): return "run \(name)"
        case .prepare(let name, let evicting):
            statements.prepared(key(text), name: name)
            return "prepare \(name)" + evicting.map { " for \($0)" }.joined()
        }
    }

    @Test func `the second use prepares, the third runs`() {
        var statements = PreparedStatements(limit: 2)
        #expect(use("a", &statements) == "text")
        #expect(use("a", &statements) == "prepare mainstay_1")
        #expect(use("a", &statements) == "run mainstay_1")
    }

    @Test func `the longest unused makes room`() {
        var statements = PreparedStatements(limit: 2)
        for text in ["a", "a", "b", "b", "a"] { _ = use(text, &statements) }
        #expect(use("c", &statements) == "text")
        #expect(use("c", &statements) == "prepare mainstay_3 for mainstay_2")
        #expect(use("a", &statements) == "run mainstay_1")
        #expect(use("b", &statements) == "text")
    }

    @Test func `the same text with other types is another statement`() {
        var statements = PreparedStatements(limit: 2)
        #expect(use("a", &statements) == "text")
        guard case .sendText = statements.advise(PreparedStatements.Key(text: "a", types: [20])) else {
            Issue.record("a statement with other types was taken for the same")
            return
        }
    }

    @Test func `statements seen once do not pile up`() {
        var statements = PreparedStatements(limit: 2)
        for text in ["a", "b", "c", "d", "e"] { _ = use(text, &statements) }
        #expect(use("a", &statements) == "text")
        #expect(use("e", &statements) == "prepare mainstay_1")
    }

    @Test func `a limit of zero prepares nothing`() {
        var statements = PreparedStatements(limit: 0)
        for _ in 0..<3 { #expect(use("a", &statements) == "text") }
    }
}
