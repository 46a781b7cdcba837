import Delivery
import Domain
import Foundation
import Logging
import Postgres
import TestSupport
import Testing

@testable import App

@Suite struct AlertSettingsTests {
    private let key = String(repeating: "k", count: 32)
    private let webhookSecret = "whsec_plJ3nmyCDGBKInavdOK15jslAAAAAAAA"

    private func settings(_ environment: [String: String]) throws -> AlertSettings {
        var environment = environment
        environment["MAINSTAY_DATA_DIR"] = "/tmp/nowhere"
        return try AppConfiguration(ConfigurationSources(environment: environment)).alertSettings()
    }

    @Test func channelsComeFromTheEnvironment() throws {
        let none = try settings([:])
        #expect(none.channels.isEmpty && none.publicURL == nil && none.signingKey == nil && none.signingKeyFolder == "/tmp/nowhere")
        let all = try settings([
            "MAINSTAY_PUBLIC_URL": "https://mainstay.example.com", "MAINSTAY_SIGNING_KEY": key,
            "MAINSTAY_SLACK_WEBHOOKS": ##"{"#customer-alerts": "https://hooks.example/a"}"##, "MAINSTAY_SLACK_TOKEN": "xoxb-1",
            "MAINSTAY_SMTP_URL": "smtp://ada:hunter2@mail.example:587", "MAINSTAY_SMTP_FROM": "Mainstay <alerts@example.com>",
            "MAINSTAY_WEBHOOK_SECRET": webhookSecret,
        ])
        #expect(all.channels.slack.webhooks["#customer-alerts"]?.text == "https://hooks.example/a")
        #expect(all.channels.slack.token?.text == "xoxb-1" && all.channels.mail?.sender.address.text == "alerts@example.com")
        #expect(all.publicURL == "https://mainstay.example.com" && all.signingKey?.text == key)
        // Nothing of it shows where settings are printed.
        var shown = ""
        dump(all, to: &shown)
        for secret in ["xoxb", "hooks.example", "hunter2", key, "plJ3nmyC"] { #expect(!shown.contains(secret), "\(secret)") }
    }

    @Test(arguments: [
        ("MAINSTAY_PUBLIC_URL", "mainstay.example.com"), ("MAINSTAY_PUBLIC_URL", "https://ada:pw@x.example"),
        ("MAINSTAY_SIGNING_KEY", "short-secret"), ("MAINSTAY_SLACK_WEBHOOKS", "secret://hooks"), ("MAINSTAY_SMTP_URL", "http://secret"),
        ("MAINSTAY_SMTP_URL", "smtp://u:p@secret:99999"), ("MAINSTAY_SMTP_URL", "smtp://u:p@secret:0"),
        // Too short, no Base64, three bytes, twenty-three bytes, and without the mark of what it is.
        ("MAINSTAY_WEBHOOK_SECRET", "shortish"), ("MAINSTAY_WEBHOOK_SECRET", "whsec_!!!"), ("MAINSTAY_WEBHOOK_SECRET", "whsec_YWJj"),
        ("MAINSTAY_WEBHOOK_SECRET", "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
        ("MAINSTAY_WEBHOOK_SECRET", "plJ3nmyCDGBKInavdOK15jslAAAAAAAA"),
    ])
    func whatCannotBeUsedIsRefusedWithoutShowingSecrets(variable: String, value: String) throws {
        let error = try #require(throws: ConfigurationError.self) { try settings([variable: value]) }
        #expect("\(error)".contains(variable) && ExitStatus(error) == .badConfiguration)
        #expect(variable == "MAINSTAY_PUBLIC_URL" || !"\(error)".contains(value))
    }

    @Test func whatIsProbablyNotMeantIsSaid() throws {
        func doubts(_ environment: [String: String]) throws -> [String] {
            try AppConfiguration(ConfigurationSources(environment: environment.merging(["MAINSTAY_DATA_DIR": "/tmp/nowhere"]) { $1 }))
                .alertSettingDoubts().map(\.seen)
        }
        let url = ["MAINSTAY_PUBLIC_URL": "https://mainstay.example.com"]
        #expect(try doubts([:]) == [])
        let unsent = try doubts(url.merging(["MAINSTAY_SMTP_URL": "smtp://ada:hunter2@mail.example"]) { $1 })
        #expect(unsent.count == 1 && unsent[0].contains("MAINSTAY_SMTP_FROM") && unsent[0].contains("mainstay@localhost"))
        #expect(!unsent[0].contains("hunter2"))
        let from = ["MAINSTAY_SMTP_URL": "smtp://mail.example", "MAINSTAY_SMTP_FROM": "Mainstay <alerts@example.com>"]
        #expect(try doubts(from.merging(url) { $1 }) == [])
        #expect(try doubts(from).map { $0.contains("MAINSTAY_PUBLIC_URL") } == [true])
        #expect(try doubts(["MAINSTAY_SMTP_FROM": "alerts@example.com"]).map { $0.contains("MAINSTAY_SMTP_URL") } == [true])
        let token = try doubts(url.merging(["MAINSTAY_SLACK_TOKEN": "not-a-token"]) { $1 })
        #expect(token.count == 1 && token[0].contains("MAINSTAY_SLACK_TOKEN") && !token[0].contains("not-a-token"))
    }

    @Test func theDoctorSaysWhatIsWrongWithSettingsAndLooksOn() async throws {
        try await TestDatabase.withMigrated { database in
            func findings(_ environment: [String: String]) async throws -> [Finding] {
                let environment = environment.merging(["MAINSTAY_DATABASE_URL": database.url]) { $1 }
                let configuration = try AppConfiguration(ConfigurationSources(environment: environment))
                return try await Doctor(clock: SystemClock()).examine(configuration, logger: Logger(label: "test")).findings
            }
            let broken = try await findings(["MAINSTAY_SMTP_URL": "http://ada:hunter2@mail.example"])
            let finding = try #require(broken.first { $0.code == "doctor-alert-setting" })
            #expect(finding.level == .problem && finding.seen.contains("MAINSTAY_SMTP_URL") && !finding.seen.contains("hunter2"))
            #expect(broken.contains { $0.topic == .schema && $0.level == .ok }, "the rest was looked at")
            let doubtful = try await findings(["MAINSTAY_SMTP_FROM": "alerts@example.com"])
            #expect(doubtful.first { $0.code == "doctor-alert-setting" }?.level == .warning)
        }
    }

    @Test func secretsMayBeInFiles() throws {
        let folder = try TestFolder.make()
        defer { folder.remove() }
        let path = folder.path + "/token"
        try Data("xoxb-from-file\n".utf8).write(to: URL(fileURLWithPath: path))
        #expect(try settings(["MAINSTAY_SLACK_TOKEN_FILE": path]).channels.slack.token?.text == "xoxb-from-file")
        let error = try #require(throws: ConfigurationError.self) { try settings(["MAINSTAY_SLACK_TOKEN_FILE": path + "-gone"]) }
        #expect("\(error)".contains("MAINSTAY_SLACK_TOKEN_FILE"))
    }

    @Test func theKeyIsMadeOnceAndReadableByItsOwnerOnly() throws {
        let folder = try TestFolder.make()
        defer { folder.remove() }
        let data = folder.path + "/data"
        let first = try SigningKeyFile.key(in: data)
        #expect(first.count == 64)
        #expect(try SigningKeyFile.key(in: data) == first)
        let path = data + "/signing.key"
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: data) == ["signing.key"])
        try Data("short".utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: SigningKeyError.self) { try AlertSettings(signingKeyFolder: data).links() }
    }
}
