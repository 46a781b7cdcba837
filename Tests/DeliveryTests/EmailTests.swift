import Domain
import TestSupport
import Testing

@testable import Delivery

@Suite(.timeLimit(.minutes(15))) struct EmailTests {
    private func channel(
        _ port: Int, credentials: String = "", scheme: String = "smtp", host: String = "127.0.0.1", certificates: String? = nil
    )
        throws -> EmailChannel
    {
        let server = try #require(SMTPServer("\(scheme)://\(credentials)\(host):\(port)"))
        let sender = try #require(MailAddress("Müller, Söhne & Co <alerts@example.com>"))
        return EmailChannel(mail: .init(server: server, sender: sender, certificates: certificates), links: links, limit: .seconds(60))
    }

    @Test func aMailArrivesAsItWasMeant() async throws {
        try await SMTPCatcher.with { catcher in
            let nasty = "Größe: 5 € 🚑 für Łódź, eine sehr lange Betreffzeile mit Umlauten, die sich über mehrere Zeilen hinzieht"
            let sections = [
                MessageContent.Section(
                    heading: "Customers <b>", paragraphs: ["."],
                    items: [.init(title: "Acme <script>", detail: "Tom & \"Ann\"", path: "/customers/acme")])
            ]
            let message = message(
                content(title: nasty, sections: sections, unlisted: 3), to: "Änne <a@example.com>, b@example.com", kind: "digest")
            let outcome = try await channel(catcher.port).send(message, now: noon)
            #expect(outcome == .sent(answer: "250 2.0.0 taken"))
            let mail = try await catcher.next()
            #expect(mail.subject == nasty)
            #expect(mail.fromName == "Müller, Söhne & Co" && mail.fromAddress == "alerts@example.com")
            #expect(mail.to == [["Änne", "a@example.com"], ["", "b@example.com"]])
            #expect(mail.envelopeTo == ["a@example.com", "b@example.com"] && mail.envelopeFrom == "alerts@example.com")
            #expect(mail.messageId == "<0f0e0d0c-0b0a-4000-8000-000000000001@example.com>")
            #expect(mail.date == "2026-01-05T12:00:00+00:00")
            #expect(mail.listUnsubscribe == "<mailto:alerts@example.com?subject=unsubscribe>")
            #expect(mail.defects.isEmpty && mail.longestLine <= 78)
            let (text, html) = (try #require(mail.text), try #require(mail.html))
            #expect(text.contains("* Acme <script>: Tom & \"Ann\"") && text.contains("https://mainstay.example.com/customers/acme"))
            #expect(text.contains("\n.\n") && text.contains("… and 3 more") && text.contains("/a/12/code"))
            #expect(html.contains("Acme &lt;script&gt;</a>") && html.contains("Tom &amp; &quot;Ann&quot;") && !html.contains("<script>"))
            #expect(html.contains("width=device-width"))
        }
    }

    @Test func nobodyAddsAHeader() async throws {
        try await SMTPCatcher.with { catcher in
            let title = "Acme\r\nBcc: spy@example.com\r\n\r\nbody\u{2028}X: 1\u{0}"
            _ = try await channel(catcher.port).send(message(content(title: title), to: "Eve Bcc <a@example.com>"), now: noon)
            let mail = try await catcher.next()
            #expect(mail.subject == "Acme Bcc: spy@example.com body X: 1")
            #expect(!mail.headers.contains("bcc") && !mail.headers.contains("x") && mail.envelopeTo == ["a@example.com"])
            #expect(mail.listUnsubscribe == nil)
        }
        for text in [
            "a@example.com\r\nBcc: b@example.com", "a b@example.com", "a@b@c", "<a@example.com", "@x", "a@", "ä@example.com", "a@x>\nDATA",
        ] {
            #expect(MailAddress(text) == nil, "\(text)")
        }
    }

    /// Whatever a customer is called, no line of a mail is theirs alone.
    @Test func textsOfOthersStayOnTheirLines() throws {
        let name = "Line\r\nBcc: victim@evil.example\r\n\r\nBody\u{85}Next\u{2028}Last"
        let sections = [
            MessageContent.Section(
                heading: name, paragraphs: [name], items: [.init(title: name, detail: name, path: nil)], unlisted: 36),
            MessageContent.Section(heading: "After it"),
        ]
        let content = MessageContent(severity: "high", title: name, summary: name, facts: [.init("Customer", name)], sections: sections)
        let text = MailText(message(content), links: links, now: noon)
        let line = "Line Bcc: victim@evil.example Body Next Last"
        let lines = text.plain.split(whereSeparator: \.isNewline).map(String.init)
        #expect(lines.filter { $0.contains("Bcc") } == [line, line, "Customer: \(line)", line, line, "* \(line): \(line)"])
        #expect(!lines.contains { $0.hasPrefix("Bcc") || $0.hasPrefix("Body") || $0.hasPrefix("Next") || $0.hasPrefix("Last") })
        #expect(text.html.contains("font-weight:600\">\(line)</td>") && !text.html.contains("<br>Bcc"))
        // What a section does not list is said where it ends.
        let (rest, after) = (try #require(lines.firstIndex(of: "… and 36 more")), try #require(lines.firstIndex(of: "After it")))
        #expect(rest < after)
        #expect(
            try #require(text.html.firstRange(of: "… and 36 more")).lowerBound < #require(text.html.firstRange(of: "After it")).lowerBound)
    }

    @Test func aSubjectIsCut() async throws {
        try await SMTPCatcher.with { catcher in
            let long = "Critical: " + String(repeating: "Größe ", count: 900)
            _ = try await channel(catcher.port).send(message(content(title: long), to: "a@example.com"), now: noon)
            let mail = try await catcher.next()
            #expect(mail.subject.unicodeScalars.count == 200 && mail.subject.hasSuffix("…"))
            #expect(mail.text?.contains(long.dropLast()) == true, "the text has all of it")
        }
    }

    @Test(arguments: [("digest", true), ("report", true), ("fired", false), ("check", false), ("test", false)])
    func whatComesByItselfCanBeDeclined(_ kind: String, _ canBe: Bool) throws {
        let sender = try #require(MailAddress("Mainstay <alerts@example.com>"))
        let mail = MIMEMessage(message(to: "a@x.org", kind: kind), from: sender, to: [sender], links: links, now: noon)
        #expect(mail.text.contains("\r\nList-Unsubscribe: <mailto:alerts@example.com?subject=unsubscribe>\r\n") == canBe)
    }

    /// The table of answers of a mail server.
    @Test(arguments: [
        ("nobody@x.org", "failed", "550 5.1.1 no such mailbox"), ("busy@x.org", "retry", "451 4.7.1 try again later"),
        ("refused-data@x.org", "failed", "554 5.7.1 not wanted here"), ("later-data@x.org", "retry", "452 4.2.2 mailbox full"),
        ("drop@x.org", "retry", ""), ("nonsense", "failed", "'nonsense' is not an e-mail address"),
        (
            "busy@x.org, nobody@x.org", "retry",
            "later busy@x.org: 451 4.7.1 try again later; refused nobody@x.org: 550 5.1.1 no such mailbox"
        ),
        ("a@x.org, nobody@x.org", "sent", "250 2.0.0 taken; refused nobody@x.org: 550 5.1.1 no such mailbox"),
        // What is no address is refused here, and keeps the mail from nobody else either.
        (
            "jürgen@x.org, a@x.org, b@c@d", "sent",
            "250 2.0.0 taken; refused jürgen@x.org: not an e-mail address; b@c@d: not an e-mail address"
        ),
        ("nonsense, nobody@x.org", "failed", "nonsense: not an e-mail address; nobody@x.org: 550 5.1.1 no such mailbox"),
        ("nonsense, b@c@d", "failed", "'nonsense' is not an e-mail address; 'b@c@d' is not an e-mail address"),
        (" , ", "failed", "is not an e-mail address"),
    ])
    func anAnswerIsJudged(_ target: String, _ word: String, _ text: String) async throws {
        try await SMTPCatcher.with { catcher in
            let outcome = try await channel(catcher.port).send(message(to: target), now: noon)
            #expect(outcome.word == word && (text.isEmpty || outcome.text.contains(text)), "\(target): \(outcome)")
        }
    }

    @Test func aMailboxThatTakesNothingForNowKeepsTheMailFromNobodyElse() async throws {
        try await SMTPCatcher.with { catcher in
            let target = "a@x.org, busy@x.org, nobody@x.org, c@x.org"
            let outcome = try await channel(catcher.port).send(message(to: target), now: noon)
            #expect(
                outcome
                    == .partly(
                        reached: ["a@x.org", "c@x.org"],
                        reason:
                            "250 2.0.0 taken; later busy@x.org: 451 4.7.1 try again later; refused nobody@x.org: 550 5.1.1 no such mailbox")
            )
            #expect(try await catcher.next().envelopeTo == ["a@x.org", "c@x.org"])
            // The next try is for that one alone.
            let again = try await channel(catcher.port).send(message(to: target, reached: ["a@x.org", "c@x.org"]), now: noon)
            #expect(again.word == "retry" && again.reached == [] && again.text.contains("later busy@x.org"), "\(again)")
            let all = try await channel(catcher.port).send(message(to: "a@x.org", reached: ["a@x.org"]), now: noon)
            #expect(all == .sent(answer: "all have it"))
        }
    }

    @Test func aRouteWithAnAddressThatIsNoneIsBroken() async throws {
        #expect(try await channel(1).check("a@x.org, b@c@d") == .broken("'b@c@d' is not an e-mail address"))
    }

    /// Each refusal begins another conversation; all of them together must end before another server takes the message for abandoned.
    @Test func slowRefusalsDoNotOutlastTheLease() async throws {
        try await SMTPCatcher.with { catcher in
            let quick = EmailChannel(mail: try channel(catcher.port).mail, links: links, limit: .seconds(2))
            let many = (1...9).map { "slowly-nobody-\($0)@x.org" }.joined(separator: ",")
            let outcome = await quick.send(message(to: many + ",a@x.org"), now: noon)
            #expect(outcome.word == "retry", "\(outcome)")
        }
    }

    @Test func aServerThatIsAwayOrSilentIsTriedAgain() async throws {
        try await SMTPCatcher.with { catcher in
            let hasty = EmailChannel(mail: try channel(catcher.port).mail, links: links, limit: .seconds(1))
            #expect(await hasty.send(message(to: "silent@x.org"), now: noon).word == "retry")
        }
        try await HTTPCatcher.withoutListener { port in
            let outcome = try await channel(port).send(message(to: "a@x.org"), now: noon)
            #expect(outcome.word == "retry")
        }
    }

    @Test func startTLSAndAPassword() async throws {
        let folder = try TestFolder.make()
        let own = TestCertificate(in: folder)
        try await SMTPCatcher.with(["--starttls", "--user", "anna", "--password", "p@ss"] + own.arguments) { catcher in
            let right = try channel(catcher.port, credentials: "anna:p%40ss@", host: "localhost", certificates: own.certificate)
            #expect(await right.check("a@x.org") == .ready("localhost port \(catcher.port) answers and takes the password"))
            #expect(await right.send(message(to: "a@x.org"), now: noon).word == "sent")
            let mail = try await catcher.next()
            #expect(mail.tls && mail.user == "anna")
            let wrong = try channel(catcher.port, credentials: "anna:s3cret@", host: "localhost", certificates: own.certificate)
            let refused = await wrong.send(message(to: "a@x.org"), now: noon)
            #expect(refused.word == "failed" && refused.text.contains("535") && !refused.text.contains("s3cret"), "\(refused)")
            let echoing = try channel(catcher.port, credentials: "echo:s3cret-Pw@", host: "localhost", certificates: own.certificate)
            let echoed = await echoing.send(message(to: "a@x.org"), now: noon)
            #expect(echoed == .failed(reason: "signing in: 535 5.7.8 not ****, ****, ****, ****"))
            guard case .broken = await wrong.check("a@x.org") else { return #expect(Bool(false), "the check takes a wrong password") }
            let distrustful = try channel(catcher.port, credentials: "anna:p%40ss@", host: "localhost")
            let doubted = await distrustful.send(message(to: "a@x.org"), now: noon)
            #expect(doubted.word == "retry" && doubted.text.contains("certificate"), "\(doubted)")
        }
    }

    @Test func tlsFromTheFirstByte() async throws {
        let folder = try TestFolder.make()
        let own = TestCertificate(in: folder)
        try await SMTPCatcher.with(["--tls", "--user", "anna", "--password", "p@ss"] + own.arguments) { catcher in
            let channel = try channel(
                catcher.port, credentials: "anna:p%40ss@", scheme: "smtps", host: "localhost", certificates: own.certificate)
            #expect(await channel.send(message(to: "a@x.org"), now: noon).word == "sent")
            let mail = try await catcher.next()
            #expect(mail.tls)
        }
    }

    @Test func aPasswordIsNotSentInTheClear() async throws {
        try await SMTPCatcher.with(["--user", "anna", "--password", "p"]) { catcher in
            let outcome = try await channel(catcher.port, credentials: "anna:p@").send(message(to: "a@x.org"), now: noon)
            #expect(outcome == .failed(reason: "the server offers no STARTTLS, and the password is not sent without it"))
        }
    }

    @Test func addressesOfServers() throws {
        #expect(SMTPServer("smtp://mail.example.com")?.url == "smtp://mail.example.com:25")
        #expect(SMTPServer("smtp://u:p@mail.example.com")?.url == "smtp://mail.example.com:587")
        #expect(SMTPServer("smtps://u:p@mail.example.com")?.url == "smtps://mail.example.com:465")
        for text in [
            "mail.example.com", "http://x", "smtp://", "smtp://u@x", "smtp://x/path", "smtp://x?y", "smtp://x:0", "smtp://x:99999",
            "smtps://x:65536",
        ] {
            #expect(SMTPServer(text) == nil)
        }
        let server = try #require(SMTPServer("smtp://u:s3cret@x"))
        var dumped = ""
        dump(server, to: &dumped)
        #expect(!"\(server)\(dumped)".contains("s3cret"))
    }
}
