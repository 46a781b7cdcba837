import Domain
import Foundation

@testable import Delivery

let noon = Moment(microseconds: 1_767_614_400_000_000)  // 2026-01-05T12:00:00Z, a Monday
let links = MessageLinks(publicURL: "https://mainstay.example.com/") { alert, _ in "/a/\(alert)/code" }
let messageID = UUID(uuidString: "0F0E0D0C-0B0A-4000-8000-000000000001") ?? UUID()

func content(
    title: String = "Acme turned Critical", summary: String = "Score 31, 45 before.", sections: [MessageContent.Section] = [],
    unlisted: Int = 0
) -> MessageContent {
    MessageContent(
        severity: "high", title: title, summary: summary, facts: [.init("ARR", "120,000")], sections: sections, unlisted: unlisted,
        path: "/alerts/12", acknowledges: 12)
}

func message(_ content: MessageContent = content(), to target: String = "#alerts", reached: Set<String> = [], kind: String = "fired")
    -> OutgoingMessage
{
    OutgoingMessage(
        id: messageID, route: "critical", target: target, reached: reached, kind: kind, rule: "critical_customer", content: content,
        alerts: [12],
        createdAt: noon)
}
