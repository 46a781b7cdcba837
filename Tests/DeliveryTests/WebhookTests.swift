import AsyncHTTPClient
import Crypto
import Domain
import Foundation
import Testing

@testable import Delivery

@Suite struct WebhookTests {
    /// The example of the standard itself.
    @Test func theSignatureIsTheStandards() {
        let headers = StandardWebhook(key: Data(base64Encoded: "plJ3nmyCDGBKInavdOK15jsl") ?? Data()).headers(
            id: "msg_loFOjxBNrRLzqYUf", body: #"{"event_type":"ping","data":{"success":true}}"#,
            now: Moment(microseconds: 1_731_705_121_000_000))
        #expect(headers.map(\.name) == ["webhook-id", "webhook-timestamp", "webhook-signature"])
        #expect(headers.map(\.value) == ["msg_loFOjxBNrRLzqYUf", "1731705121", "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0="])
    }

    @Test func whatAReceiverGets() async throws {
        let key = Data((1...24).map { UInt8($0) })
        try await HTTPCatcher.answering(.status(204)) { catcher in
            let channel = WebhookChannel(
                secret: HiddenText("whsec_" + key.base64EncodedString()), links: links, client: .mainstay, limit: .seconds(60))
            #expect(await channel.send(message(to: catcher.url + "/hook?token=1"), now: noon).word == "sent")
            let request = try #require(catcher.requests.first)
            #expect(request.path == "/hook?token=1" && request.headers["content-type"] == "application/json")
            #expect(request.json["type"] as? String == "alert.fired.v1" && request.json["timestamp"] as? String == "2026-01-05T12:00:00Z")
            let data = try #require(request.json["data"] as? [String: Any])
            #expect(data["id"] as? String == messageID.uuidString.lowercased() && data["alerts"] as? [Int] == [12])
            #expect(data["url"] as? String == "https://mainstay.example.com/alerts/12")
            let signed = "\(request.headers["webhook-id"] ?? "").\(request.headers["webhook-timestamp"] ?? "").\(request.body)"
            let code = HMAC<SHA256>.authenticationCode(for: Data(signed.utf8), using: SymmetricKey(data: key))
            #expect(request.headers["webhook-signature"] == "v1,\(Data(code).base64EncodedString())")
        }
    }

    @Test func everyKindHasItsEvent() {
        let kinds = ["fired", "resolved", "repeated", "escalated", "digest", "check", "test"]
        #expect(
            kinds.map { WebhookEvent.type(of: $0, rule: "critical_customer") } == [
                "alert.fired.v1", "alert.resolved.v1", "alert.repeated.v1", "alert.escalated.v1", "digest.weekly.v1", "check.daily.v1",
                "delivery.test.v1",
            ])
        #expect(
            ReportKind.allCases.map { WebhookEvent.type(of: "report", rule: $0.rule) } == [
                "report.weekly.v1", "report.monthly.v1", "report.insights.v1",
            ])
    }

    @Test func withoutASecretOrAnAddressNothingIsSent() async {
        let unsigned = WebhookChannel(secret: nil, links: links, client: .mainstay, limit: .seconds(1))
        #expect(!unsigned.canReach("https://example.com"))
        let signed = WebhookChannel(
            secret: HiddenText("whsec_" + String(repeating: "A", count: 32)), links: links, client: .mainstay, limit: .seconds(1))
        #expect(await signed.send(message(to: "example.com"), now: noon).word == "failed")
    }

    @Test func pathsOfOthersAreNoLinks() {
        #expect(links.url("/alerts/1") == "https://mainstay.example.com/alerts/1")
        for path in ["//evil.example.com", "https://evil", "alerts", "/a b", "/a\r\n"] { #expect(links.url(path) == nil) }
    }

    @Test(arguments: [
        "", "short", "whsec_!!!", "whsec_YWJj", "whsec_", "whsec_plJ3nmyCDGBKInavdOK15jsl", "a key of some thirty characters.",
    ])
    func nothingIsSignedWithAWeakKey(secret: String) async {
        let channel = WebhookChannel(secret: HiddenText(secret), links: links, client: .mainstay, limit: .seconds(1))
        #expect(StandardWebhook(secret: HiddenText(secret)) == nil && !channel.canReach("https://example.com"))
        #expect(await channel.send(message(to: "https://127.0.0.1:1"), now: noon).word == "failed")
        guard case .notConfigured = await channel.check("https://example.com") else { return #expect(Bool(false)) }
    }

    @Test func whatIsNotListedIsCountedWhereItBelongsAndAltogether() throws {
        let sections = [
            MessageContent.Section(heading: "A", unlisted: 36), MessageContent.Section(heading: "B"),
        ]
        let event = WebhookEvent.json(message(content(sections: sections, unlisted: 2)), links: links, now: noon).text()
        let data = try #require(
            (try JSONSerialization.jsonObject(with: Data(event.utf8)) as? [String: Any])?["data"] as? [String: Any])
        #expect(data["unlisted"] as? Int == 38)
        #expect((data["sections"] as? [[String: Any]])?.map { $0["unlisted"] as? Int } == [36, 0])
    }
}
