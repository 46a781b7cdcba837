import Testing

@testable import Domain

@Suite("What a message says") struct MessageContentTests {
    @Test("is read as it was stored, also before sections knew what they do not list")
    func stored() throws {
        let old = #"""
            {"severity": "low", "title": "T", "summary": "S", "facts": [], "unlisted": 3,
             "sections": [{"heading": "H", "paragraphs": ["p"], "items": [{"title": "t", "detail": "d"}]}]}
            """#
        let content = try MessageContent(jsonText: old)
        #expect(content.sections == [.init(heading: "H", paragraphs: ["p"], items: [.init(title: "t", detail: "d", path: nil)])])
        #expect(content.unlisted == 3 && content.allUnlisted == 3)
        let new = MessageContent(severity: "low", title: "T", summary: "S", sections: [.init(heading: "H", unlisted: 36)], unlisted: 2)
        #expect(try MessageContent(jsonText: new.jsonText()) == new && new.allUnlisted == 38)
    }

    @Test(
        "goes to targets of its channel's form",
        arguments: [
            (TargetForm.slack, ["#a", "@a", "C0123", "#größe"], ["", "#", "a", "#a b", "#a\u{a0}b", "#a\n", "a@b.example"]),
            (
                .email, ["a@b.example", "a@b.example, c@d.example"],
                ["", ",", "a@b.example,", "a@b.example,,c@d.example", "a@b.example\nBcc: c@d", "#a"]
            ),
            (
                .webhook, ["https://a.example/x", "http://localhost:1", "http://[::1]:80/x"],
                ["", "ftp://a", "https://a b", "a.example", "http://[::1", "http://user@", "https://", "https:///x"]
            ),
        ])
    func targets(form: TargetForm, right: [String], wrong: [String]) {
        for text in right { #expect(form.accepts(text), "\(text)") }
        for text in wrong { #expect(!form.accepts(text), "\(text)") }
    }
}
