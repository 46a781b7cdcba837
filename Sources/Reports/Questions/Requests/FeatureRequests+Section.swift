import CustomerMetrics
import Dashboards
import Domain
import Foundation

extension FeatureRequests {
    private static let shown = 12

    /// The same requests, those first whose customers bring in most.
    var byARR: [Request] { requests.sorted { ($0.arr, $0.customers) > ($1.arr, $1.customers) } }

    var section: ReportSection {
        guard !requests.isEmpty else {
            return ReportSection(
                id: "requests", title: "What customers ask for",
                [
                    .empty(
                        EmptyState(
                            missing: withoutSubject == 0
                                ? "No feature was requested in the \(windowDays) days up to then."
                                : "No feature request of the \(windowDays) days up to then says what it asks for: \(withoutSubjectWords).",
                            remedy: "Import tickets with a subject and the category feature_request (support_tickets.csv)."))
                ])
        }
        let drawn = byARR.prefix(Self.shown)
        return ReportSection(
            id: "requests", title: "What customers ask for",
            [
                .figures([
                    ReportFigure(
                        "requests.different", "Different requests in \(windowDays) days", .from(total), .integer, unit: "requests",
                        note: "in \(NumberText.count(requests.reduce(0) { $0 + $1.requests }, "ticket"))"
                            + (withoutSubject == 0 ? "" : "; \(withoutSubjectWords) beside them")),
                    ReportFigure(
                        "requests.top_arr", "ARR behind the first of them", .from(drawn.first?.knownARR.known), .money,
                        sample: drawn.first?.customers,
                        note: drawn.first.map {
                            ([PlainQuote.text($0.text), $0.knownARR.note] as [String?]).compactMap { $0 }.joined(separator: "; ")
                        }
                    ),
                ]),
                .chart(
                    ReportChart(
                        "ARR of the customers who ask",
                        Chart(
                            kind: .bar, labels: drawn.map { PlainQuote.text($0.text) },
                            series: [Chart.Series(name: "ARR", values: drawn.map(\.arr), tone: .accent)],
                            minimum: 0, unit: "ARR"))),
                .table(
                    ReportTable(
                        "Requests of \(windowDays) days, by the ARR of those who ask",
                        DataTable(
                            columns: [
                                .init("request", "Request", .text), .init("requests", "Requests", .integer),
                                .init("customers", "Customers", .integer),
                                .init("arr", "Their ARR", .money), .init("rank", "Rank by requests", .integer),
                                .init("wordings", "Wordings", .integer),
                                .init("newest_at", "Newest", .moment),
                            ],
                            rows: drawn.map { request in
                                [
                                    .text(PlainQuote.text(request.text)), .from(request.requests), .from(request.customers),
                                    .from(request.knownARR.known),
                                    .from(requests.firstIndex(of: request).map { $0 + 1 }), .from(request.wordings),
                                    .from(request.newestAt),
                                ]
                            }),
                        note: (total > drawn.count ? "The first \(drawn.count) of \(NumberText.count(total)). " : "")
                            + "Wordings that ask for the same are one request. ARR counts each customer once, as it is now.")),
            ])
    }

    /// `3 tickets without a subject`
    private var withoutSubjectWords: String {
        "\(NumberText.count(withoutSubject, "ticket")) without a subject"
    }

    var findings: [ReportFinding] {
        guard let most = requests.first, let dearest = byARR.first else { return [] }
        func words(_ request: Request) -> String {
            "\(PlainQuote.text(request.text).asQuoted) (\(NumberText.count(request.customers)) \(request.customers == 1 ? "customer" : "customers"), "
                + "\(request.knownARR.words))"
        }
        let text =
            "Of \(NumberText.count(total, "request", "different requests")) in \(windowDays) days, \(words(most)) is asked for most often"
        return [
            ReportFinding(
                most == dearest
                    ? "\(text), and by the customers with the highest ARR." : "\(text), and \(words(dearest)) by the highest ARR.",
                .neutral,
                section: "requests")
        ]
    }

    var decisions: [ReportDecision] {
        guard let dearest = byARR.first, dearest.customers > 1, dearest.knownARR.known != nil else { return [] }
        return [
            ReportDecision(
                "Decide whether to build \(PlainQuote.text(dearest.text).asQuoted)",
                because:
                    "\(NumberText.count(dearest.customers)) customers with an ARR of \(NumberText.money(dearest.arr)) asked for it in \(windowDays) "
                    + "days, \(total > 2 ? "more ARR than for any of the other \(NumberText.count(total - 1)) requests" : total == 2 ? "more ARR than for the other request" : "the only request").",
                section: "requests")
        ]
    }
}

extension String {
    /// In quotation marks.
    var asQuoted: String { "“\(self)”" }
}
