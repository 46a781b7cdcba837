import Domain
import Foundation
import Logging
import Synchronization
import Testing

@testable import App
@testable import Delivery

private let address = "https://key@hooks.example/T0/secret?token=hush"

private func attempt(_ outcome: SendOutcome) -> OutboxEvent {
    .delivered(
        DeliveryAttempt(
            message: UUID(), channel: "webhook", target: address, kind: "fired", rule: "critical_customer", outcome: outcome,
            state: .failed,
            nextTryAt: nil))
}

/// Whoever knows the address of a webhook can write to it: logs and reports say where it leads, and no more.
@Suite struct DeliveryLogTests {
    private final class Lines: Sendable {
        private let kept = Mutex<[String]>([])
        var all: [String] { kept.withLock { $0 } }
        func add(_ line: String) { kept.withLock { $0.append(line) } }
    }

    private struct Keeper: LogHandler {
        let lines: Lines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) { lines.add("\(event.message) \(event.metadata ?? [:])") }
    }

    @Test(arguments: [
        attempt(.sent(answer: "HTTP 204")), attempt(.retry(after: nil, reason: "HTTP 503")), attempt(.failed(reason: "HTTP 404")),
        .noChannel(channel: "webhook", target: address, messages: 1), .channelFound(channel: "webhook", target: address, messages: 2),
    ])
    func theLogNamesTheHostOnly(event: OutboxEvent) throws {
        let lines = Lines()
        DeliveryService.log(event, Logger(label: "deliveries") { _ in Keeper(lines: lines) })
        let line = try #require(lines.all.first)
        #expect(lines.all.count == 1 && line.contains("webhook hooks.example"))
        for key in ["key@", "T0", "secret", "hush"] { #expect(!line.contains(key), "\(line)") }
    }

    /// As the list says it: whoever looks for one finds it in both.
    @Test(arguments: [SendOutcome.sent(answer: "HTTP 204"), .retry(after: nil, reason: "HTTP 503"), .failed(reason: "HTTP 404")])
    func messagesAreNamedInSmallLetters(outcome: SendOutcome) throws {
        let lines = Lines()
        let event = attempt(outcome)
        guard case .delivered(let attempt) = event else { return }
        DeliveryService.log(event, Logger(label: "deliveries") { _ in Keeper(lines: lines) })
        let line = try #require(lines.all.first)
        #expect(line.contains(attempt.message.uuidString.lowercased()) && !line.contains(attempt.message.uuidString))
    }

    @Test func errorsHaveACode() throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../docs/errors.md")
        let documented = try String(contentsOf: page, encoding: .utf8)
        for error in [DeliveryError.messageUnknown("x"), .notGivenUp(UUID(), .sent), .routeUnknown("x")] {
            #expect("\(error)".hasSuffix(" [\(error.code)]") && documented.contains("| `\(error.code)` |"))
        }
    }

    @Test func soDoReports() {
        let delivery = Delivery(
            id: UUID(), number: 1, route: "hook", channel: "webhook", target: address, kind: "fired", rule: "critical_customer",
            title: "Acme", state: .failed, createdAt: .init(microseconds: 0), nextTryAt: .init(microseconds: 0), attemptCount: 1,
            sentAt: nil,
            lastError: "404 from \(address)")
        let attempt = Delivery.Attempt(
            startedAt: .init(microseconds: 0), milliseconds: 1, outcome: "failed", answer: "404 from \(address)")
        let plain = Terminal(isTerminal: false, environment: [:])
        for format in [ReportFormat.table, .json, .csv] {
            for text in [
                DeliveriesReport([delivery]).text(format, on: plain),
                DeliveryRecordReport(delivery, attempts: [attempt]).text(format, on: plain),
            ] {
                #expect(text.contains("hooks.example") && !text.contains("secret") && !text.contains("key@"), "\(text)")
            }
        }
    }
}
