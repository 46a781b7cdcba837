import AsyncHTTPClient
import Domain
import Testing

@testable import Delivery

@Suite struct SlackTests {
    private func post(_ settings: (String) -> ChannelSettings.Slack, _ message: OutgoingMessage) async throws -> HTTPCatcher.Request {
        try await HTTPCatcher.answering(.status(200, body: #"{"ok":true}"#)) { catcher in
            let channel = SlackChannel(settings: settings(catcher.url), links: links, client: .mainstay, limit: .seconds(60))
            #expect(await channel.send(message, now: noon).word == "sent")
            return try #require(catcher.requests.first)
        }
    }

    @Test func aWebhookOfItsOwnAnotherForAllAndABot() async throws {
        let webhooks = { (url: String) in
            ChannelSettings.Slack(webhooks: ["#alerts": HiddenText("\(url)/own"), "*": HiddenText("\(url)/all")], api: url)
        }
        let own = try await post(webhooks, message())
        #expect(own.path == "/own" && own.json["channel"] == nil && !own.body.contains("for #alerts"))
        let all = try await post(webhooks, message(to: "@chairman"))
        #expect(all.path == "/all" && all.body.contains("for @chairman"))
        let bot = try await post(
            { .init(webhooks: ["alerts": HiddenText("\($0)/own")], token: HiddenText("xoxb-1"), api: $0) }, message(to: "@chairman"))
        #expect(bot.path == "/chat.postMessage" && bot.headers["authorization"] == "Bearer xoxb-1")
        #expect(
            bot.json["channel"] as? String == "@chairman" && bot.json["text"] as? String == "Acme turned Critical: Score 31, 45 before.")
        #expect(bot.body.contains("https://mainstay.example.com/alerts/12") && bot.body.contains("https://mainstay.example.com/a/12/code"))
    }

    @Test func textsOfOthersMeanNothing() async throws {
        let evil = "<!channel> @channel <https://evil|click> & @HERE"
        let request = try await post(
            { .init(webhooks: ["*": HiddenText($0)]) },
            message(
                content(
                    title: evil, summary: evil,
                    sections: [.init(heading: evil, items: [.init(title: evil + "|x", detail: evil, path: "/a|b")])])))
        #expect(
            !request.body.contains("<!channel") && !request.body.contains("<https://evil")
                && !request.body.lowercased().contains("@channel"))
        #expect(!request.body.contains("@HERE") && request.body.contains("&lt;!channel&gt;"))
        #expect(request.body.contains("<https://mainstay.example.com/a%7Cb|"))
    }

    /// A mark that joins onto what is beside it makes another character of both, to Swift and to nobody else.
    @Test(arguments: ["\u{600}", "\u{301}", "\u{200D}", "\u{FE0F}"]) func whatIsJoinedToAMarkIsEscapedAllTheSame(joined: String) {
        for special in ["&", "<", ">"] {
            let text = SlackText.escaped("a" + joined + special + joined + "b")
            #expect(
                !text.replacing(/&(amp|lt|gt);/.matchingSemantics(.unicodeScalar), with: "").unicodeScalars.contains {
                    "&<>".unicodeScalars.contains($0)
                })
            #expect(text.unicodeScalars.contains("a") && text.unicodeScalars.contains("b"))
        }
        let link = SlackText.link("https://x.example", "a" + joined + "|" + joined + "b")
        #expect(link.unicodeScalars.count { $0 == "|" } == 1)
        #expect(
            !SlackText.escaped(joined + "@channel" + joined).unicodeScalars.elementsEqual((joined + "@channel" + joined).unicodeScalars))
        // Cut between two escaped characters, never in one.
        #expect(SlackText.escaped(String(repeating: "<", count: 9) + joined, limit: 12) == "&lt;&lt;…")
    }

    @Test func textsAreNotTurnedAround() {
        #expect(OneLine.text("a\u{202E}b\u{2066}c\u{1B}[31m\u{85}d") == "a b c [31m d")
    }

    @Test func slacksLimitsAreKept() async throws {
        let items = (1...2_000).map {
            MessageContent.Item(title: "Customer \($0) & Söhne", detail: String(repeating: "&<>", count: 40), path: "/customers/\($0)")
        }
        let long = content(
            title: String(repeating: "<", count: 400), summary: String(repeating: "&", count: 5_000),
            sections: [.init(heading: "All", paragraphs: [String(repeating: ">", count: 5_000)], items: items)], unlisted: 5)
        let request = try await post({ .init(webhooks: ["*": HiddenText($0)]) }, message(long))
        let blocks = try #require(request.json["blocks"] as? [[String: Any]])
        #expect(blocks.count <= 50)
        var shown = 0
        var said = ""
        for block in blocks {
            guard let text = (block["text"] as? [String: Any])?["text"] as? String else { continue }
            #expect(text.utf16.count <= (block["type"] as? String == "header" ? 150 : 3_000))
            shown += text.split(separator: "\n").count { $0.hasPrefix("• ") }
            if text.contains("more") { said = text }
        }
        #expect(said.contains("… and \(2_000 - shown + 5) more"))
    }

    @Test(arguments: [
        ("invalid_auth", "failed"), ("channel_not_found", "failed"), ("is_archived", "failed"), ("not_in_channel", "failed"),
        ("ratelimited", "retry"), ("internal_error", "retry"), ("service_unavailable", "retry"),
    ])
    func theBotsErrorsAreInTheBody(_ error: String, _ word: String) async throws {
        try await HTTPCatcher.answering(.status(200, body: "{\"ok\":false,\"error\":\"\(error)\"}")) { catcher in
            let channel = SlackChannel(
                settings: .init(token: HiddenText("xoxb-1"), api: catcher.url), links: links, client: .mainstay, limit: .seconds(60))
            let outcome = await channel.send(message(), now: noon)
            #expect(outcome.word == word && outcome.text == error)
            guard case .broken = await channel.check("#alerts") else { return #expect(Bool(false), "\(error) passes the check") }
        }
    }

    @Test func howWebhooksAreConfigured() {
        #expect(SlackWebhooks.parse(" https://hooks.slack.com/services/x ") == ["*": HiddenText("https://hooks.slack.com/services/x")])
        #expect(
            SlackWebhooks.parse(##"{"alerts": "https://a/1", "#ops": "https://a/2", "@anna": "https://a/3", "*": "https://a/4"}"##)?.keys
                .sorted()
                == ["#alerts", "#ops", "*", "@anna"])
        for text in ["", "hooks", "{", #"{"a": 1}"#, #"{"a": "b"}"#, "ftp://x"] { #expect(SlackWebhooks.parse(text) == nil) }
    }

    /// Every text of others on one line, in which nothing is markup; our own links and headings are.
    @Test func namesOfCustomersAreLetters() async throws {
        let name = "*bold* _it_ ~no~ `code` a_b 3 * 4 https://evil.example #general\nTotal: 0\u{2028}> x"
        let request = try await post(
            { .init(webhooks: ["*": HiddenText($0)]) },
            message(
                MessageContent(
                    severity: "high", title: name, summary: "> " + name, facts: [.init("Customer", name)],
                    sections: [
                        .init(heading: name, paragraphs: [name], items: [.init(title: name, detail: name, path: "/a")], unlisted: 7)
                    ],
                    path: "/x")))
        let letters = "∗bold∗ ˍitˍ ∼no∼ ˋcodeˋ a_b 3 * 4 https://evil.example #general Total: 0 &gt; x"
        let blocks = try #require(request.json["blocks"] as? [[String: Any]])
        let fields = try #require(blocks.compactMap { $0["fields"] as? [[String: Any]] }.first)
        let texts = blocks.compactMap { $0["text"] as? [String: Any] }
        #expect((texts.first?["text"] as? String)?.contains("*bold* _it_") == true, "a header knows no markup")
        #expect(texts[1]["text"] as? String == "› " + letters)
        #expect(fields.first?["text"] as? String == "*Customer*\n" + letters)
        let body = texts[2]["text"] as? String
        #expect(body == "*\(letters)*\n\(letters)\n• <https://mainstay.example.com/a|\(letters)> – \(letters)\n… and 7 more")
        for text in texts.dropFirst() + fields { #expect(text["verbatim"] as? Bool == true) }
        #expect((request.json["text"] as? String)?.contains(where: \.isNewline) == false)
    }

    @Test func aTargetThatIsNoneIsBroken() async {
        let channel = SlackChannel(
            settings: .init(webhooks: ["*": HiddenText("https://a/1")]), links: links, client: .mainstay, limit: .seconds(1))
        #expect(await channel.check("#x y") == .broken("'#x y' is not a Slack channel like #name, a person like @name, or an id"))
        guard case .ready = await channel.check("#x") else { return #expect(Bool(false)) }
    }
}
