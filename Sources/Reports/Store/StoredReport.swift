public import Domain

/// Why a report was made.
public enum ReportReason: String, Sendable, Hashable, CaseIterable {
    /// By the calendar.
    case scheduled
    /// Somebody asked to keep it.
    case requested
}

/// A stored report in a list, without its contents.
public struct ReportHeader: Sendable, Hashable {
    public let id: Int64
    public let kind: ReportKind
    public let title: String
    public let asOf: Moment
    public let madeAt: Moment
    public let reason: ReportReason
    /// Who asked for it, such as `cli:anna`; nil of a scheduled one.
    public let madeBy: String?

    public init(id: Int64, kind: ReportKind, title: String, asOf: Moment, madeAt: Moment, reason: ReportReason, madeBy: String?) {
        (self.id, self.kind, self.title, self.asOf, self.madeAt) = (id, kind, title, asOf, madeAt)
        (self.reason, self.madeBy) = (reason, madeBy)
    }

    public var json: JSON {
        .object([
            "id": .integer(id), "kind": .string(kind.rawValue), "title": .string(title), "as_of": .from(asOf), "made_at": .from(madeAt),
            "reason": .string(reason.rawValue), "made_by": .from(madeBy),
        ])
    }
}

/// A report as it was kept.
public struct StoredReport: Sendable, Hashable {
    public let header: ReportHeader
    public let document: ReportDocument
    /// The document's text, byte for byte as it was written.
    public let jsonText: String

    public init(header: ReportHeader, document: ReportDocument, jsonText: String) {
        (self.header, self.document, self.jsonText) = (header, document, jsonText)
    }
}
