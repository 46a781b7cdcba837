import CustomerMetrics
import Domain
import Foundation

extension Panel {
    static func requestedFeatures(_ requests: FeatureRequests) -> Panel {
        Panel(
            id: "requested-features", title: "Most requested features",
            definition: """
                Tickets of category feature_request opened in the last \(requests.windowDays) days. Subjects are merged when the same words are left after \
                openings ("Feature request:", "Please add", "We need"), closings, small words, case, punctuation and plurals are taken off. ARR is that of the \
                customers who asked, each once.
                """,
            headline: requests.requests.first?.text ?? "–",
            detail: requests.requests.first.map { first in
                "asked for by \(NumberText.count(first.customers)) \(first.customers == 1 ? "customer" : "customers")"
                    + (requests.total > requests.requests.count
                        ? "; the first \(requests.requests.count) of \(NumberText.count(requests.total)) wishes are shown" : "")
            },
            table: DataTable(
                columns: [
                    .init("request", "Feature", .text), .init("requests", "Requests", .integer), .init("customers", "Customers", .integer),
                    .init("arr", "Their ARR", .money), .init("wordings", "Wordings", .integer), .init("newest_at", "Newest", .moment),
                ],
                rows: requests.requests.map { request in
                    [
                        .text(request.text), .from(request.requests), .from(request.customers), .from(request.arr), .from(request.wordings),
                        .from(request.newestAt),
                    ]
                }),
            empty: requests.requests.isEmpty
                ? EmptyState(
                    missing: "No feature was requested in the \(requests.windowDays) days up to then.",
                    remedy: "Import tickets with a subject and the category feature_request (support_tickets.csv).") : nil)
    }
}
