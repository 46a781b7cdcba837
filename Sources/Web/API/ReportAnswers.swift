import Access
import Domain
import Hummingbird
import Reports

/// The stored reports as JSON.
enum ReportAnswers {
    static func table(_ source: any ReportSource) -> [APIRoute] {
        [
            APIRoute(
                "/api/v1/reports", id: "listReports", .reports, "The reports that are kept, the newest first",
                "Of the kinds that the role sees. Scheduled ones are made by the server, others by `mainstay report … --keep`.",
                rights: [.seeReports(.monthly)],
                parameters: [
                    APIParameter("kind", .choice(ReportKind.allCases.map(\.rawValue)), "Only these. Without it: all.", example: "weekly"),
                    APIParameter("limit", .integer(1...500), "At most so many.", example: 20, standard: 100),
                ],
                schema: "ReportList"
            ) { request in
                let seen = request.who.role.reports
                let kinds = request.text("kind").map { name in seen.filter { $0.rawValue == name } } ?? seen
                let headers = try await source.list(kinds, limit: request.integer("limit") ?? 100)
                return JSON.object(["reports": .array(headers.map(\.json))]).answer
            },
            APIRoute(
                "/api/v1/reports/{id}", id: "getReport", .reports, "A report as it was made",
                "The document is what the page and the mail were made of; its figures have stable keys, by which two reports are compared.",
                rights: [.seeReports(.monthly)],
                parameters: [APIParameter("id", in: .path, .integer(1...Int.max), "The report's number.", example: 12)],
                schema: "Report", problems: [.notFound]
            ) { request in
                let id = Int64(request.integer("id") ?? 0)
                guard let report = try await source.report(id) else { throw APIFault.noReport(id: id) }
                let right = Right.seeReports(report.header.kind)
                guard request.who.role.may(right) else { throw APIFault.notAllowed(role: request.who.role, rights: [right]) }
                // The document's own text, so that what programs get is byte for byte what was kept.
                return report.header.json.text().dropLast() + ",\"document\":" + report.jsonText + "}\n"
            },
        ]
    }
}

/// The shapes of reports.
enum ReportSchemas {
    static let all: [(String, Schema)] = [
        ("ReportList", .object(["reports": .list(of: .named("ReportHeader"))])), ("ReportHeader", .object(header)),
        ("Report", .object(header + [("document", document)])),
    ]

    private static let header: [(String, Schema)] = [
        ("id", .integer(from: 1)), ("kind", .choice(of: ReportKind.self)), ("title", .text), ("as_of", .moment), ("made_at", .moment),
        ("reason", .choice(of: ReportReason.self)),
        ("made_by", Schema.text.orNull.described("Who asked for it; null of a scheduled one.")),
    ]

    private static let document = Schema.anyObject.described(
        "kind, as_of, period, title, summary, changed, to_decide, key_figures and sections with their blocks (docs/reports.md).")
}
