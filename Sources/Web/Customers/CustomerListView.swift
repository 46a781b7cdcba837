import CustomerMetrics
import Domain

/// The list of customers as its template shows it.
enum CustomerListView {
    static func view(_ page: CustomerPage, _ request: CustomerListRequest) -> View {
        var view: View = [
            "summary": summary(page), "moment": ["iso": page.asOf.iso8601, "text": FigureText.moment(page.asOf)] as View,
            "searchText": request["search"], "minimum": request["min_arr"], "maximum": request["max_arr"],
            "sort": request["sort"], "direction": request["direction"],
            "statuses": options(
                HealthStatus.allCases.map { ($0.rawValue.lowercased(), HealthStatusView.word($0)) }, chosen: request["status"]),
            "segments": options(Segment.allCases.map { ($0.rawValue.lowercased(), $0.rawValue) }, chosen: request["segment"]),
            "exportPath": request.exportPath,
        ]
        if request.hasFilters { view["clear"] = ["clearPath": "/customers"] as View }
        guard !page.entries.isEmpty || page.previous != nil else {
            view["nobody"] = nobody(request)
            return view
        }
        view["list"] =
            [
                "headings": headings(request.query, request), "entries": page.entries.map { entry($0, now: page.asOf) },
                "pages": pages(page, request),
            ] as View
        return view
    }

    private static func summary(_ page: CustomerPage) -> String {
        switch page.total {
        case .exactly(let count): SpanText.count(count, "customer")
        // Counting stops at round numbers; what was only looked at in part has another one.
        case .atLeast(let count): "\(count % 1_000 == 0 ? "more than" : "at least") \(SpanText.count(count, "customer"))"
        }
    }

    private static func nobody(_ request: CustomerListRequest) -> View {
        request.hasFilters
            ? [
                "missing": "No active customer fits these filters.",
                "remedy": "Search goes by beginnings: of names and their words, e-mail addresses, and ids.",
            ]
            : ["missing": "There are no active customers.", "remedy": "Import users.csv and its companions with mainstay import."]
    }

    private static func options(_ words: [(value: String, title: String)], chosen: String) -> [View] {
        words.map { ["value": $0.value, "title": $0.title, "isChosen": $0.value == chosen] }
    }

    // MARK: The table

    private static func headings(_ query: CustomerQuery, _ request: CustomerListRequest) -> [View] {
        [
            heading("Customer", .name, query, request), heading("Segment", nil, query, request, isRest: true),
            heading("Score", .score, query, request, isNumber: true), heading("Status", nil, query, request),
            heading("7 days", nil, query, request, isNumber: true, isRest: true), heading("ARR", .arr, query, request, isNumber: true),
            heading("Last activity", .lastActivity, query, request, isRest: true),
        ]
    }

    /// - Parameters:
    ///   - order: nil for a column that the list cannot be sorted by.
    ///   - isRest: left out where there is little room.
    private static func heading(
        _ title: String, _ order: CustomerQuery.Order?, _ query: CustomerQuery, _ request: CustomerListRequest, isNumber: Bool = false,
        isRest: Bool = false
    ) -> View {
        var view: View = ["heading": title, "isNumber": isNumber, "isRest": isRest]
        guard let order else { return view }
        let isSorted = order == query.order
        let next = isSorted ? query.direction.opposite : order.usualDirection
        view["sorting"] = ["sortPath": request.path(order: order, direction: next)] as View
        if isSorted {
            let isAscending = query.direction == .ascending
            view["sorted"] = ["way": isAscending ? "ascending" : "descending", "arrow": isAscending ? "▲" : "▼"] as View
        }
        return view
    }

    private static func entry(_ entry: CustomerPage.Entry, now: Moment) -> View {
        let customer = entry.customer
        var view: View = [
            "path": CustomerPath.page(of: customer), "called": customer.called, "segment": customer.segment.rawValue,
            "score": entry.score, "badge": HealthStatusView.view(entry.status),
            "arr": customer.arr.map(FigureText.money) ?? FigureText.unknown,
            "change": entry.change.map { ["points": SpanText.signed($0), "way": SpanText.direction($0)] }
                ?? ["points": FigureText.unknown, "way": "same"] as View,
            "percent": entry.score,
        ]
        let beside = [customer.called == customer.id.shown ? nil : customer.id.shown, customer.email].compactMap(\.self)
        if !beside.isEmpty { view["beside"] = ["text": beside.joined(separator: " · ")] as View }
        view["activity"] =
            entry.lastActivity.map {
                ["iso": $0.iso8601, "ago": "\(SpanText.length(from: $0, to: now)) ago", "exact": FigureText.moment($0)] as View
            }
            ?? ["never": true] as View
        return view
    }

    private static func pages(_ page: CustomerPage, _ request: CustomerListRequest) -> View {
        var view: View = ["shown": SpanText.count(page.entries.count, "customer") + " on this page"]
        if let previous = page.previous {
            view["previous"] = ["previousPath": request.path(cursor: previous)] as View
            view["first"] = ["firstPath": request.firstPath] as View
        }
        if let next = page.next { view["next"] = ["nextPath": request.path(cursor: next)] as View }
        return view
    }
}
