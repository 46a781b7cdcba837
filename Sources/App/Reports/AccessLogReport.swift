public import Access
public import Domain

/// Lines of the audit log, newest first.
public struct AccessLogReport: Sendable, Hashable {
    public let entries: [AuditEntry]

    public init(entries: [AuditEntry]) { self.entries = entries }
}

extension AccessLogReport: Report {
    public var page: Page {
        var page = Page("Audit log")
        page.gap()
        guard !entries.isEmpty else {
            page.add(.faint("nothing was recorded yet"))
            return page
        }
        var table = TextTable(.left("When"), .left("Who"), .left("From"), .left("What"), .left("Whom"), .left(""))
        for entry in entries {
            table.add(
                InkedText(NumberText.moment(entry.recordedAt)), entry.who, entry.address.map { InkedText($0) } ?? .faint("this machine"),
                InkedText(entry.action, entry.action == AuditAction.signInRefused.rawValue ? .warning : .plain),
                InkedText(entry.subject ?? ""), .faint(entry.shownDetails))
        }
        page.add(table)
        return page
    }

    public var json: JSON {
        .array(
            entries.map { entry in
                .object([
                    "id": .integer(entry.id), "recorded_at": .from(entry.recordedAt), "actor_kind": .string(entry.actorKind.rawValue),
                    "actor": .from(entry.actor), "action": .string(entry.action), "subject": .from(entry.subject),
                    "details": .object(entry.sortedDetails.map { JSON.Member($0.key, .string($0.value)) }), "address": .from(entry.address),
                ])
            })
    }

    public var csv: CSVTable {
        CSVTable(
            ["id", "recorded_at", "actor_kind", "actor", "action", "subject", "details", "address"],
            rows: entries.map {
                [
                    .csv($0.id), .csv($0.recordedAt), $0.actorKind.rawValue, .csv($0.actor), $0.action, .csv($0.subject), $0.shownDetails,
                    .csv($0.address),
                ]
            })
    }
}

extension AuditEntry {
    fileprivate var who: InkedText {
        switch actorKind {
        case .machineUser: InkedText(actor ?? "") + .faint(" (user of the machine)")
        case .account: InkedText(actor ?? "")
        case .token: InkedText(actor ?? "") + .faint(" (token)")
        case .nobody: .faint("–")
        }
    }

    fileprivate var sortedDetails: [(key: String, value: String)] { details.sorted { $0.key < $1.key } }

    fileprivate var shownDetails: String { sortedDetails.map { "\($0.key): \($0.value)" }.joined(separator: ", ") }
}
