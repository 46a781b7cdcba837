import Access
import CustomerMetrics
import Domain
import Hummingbird

/// Customers as JSON.
enum CustomerAnswers {
    static func table(_ source: any CustomerSource) -> [APIRoute] {
        [
            APIRoute(
                "/api/v1/customers", id: "listCustomers", .customers, "Active customers with their scores",
                """
                Pages follow one another by `next` and `previous`; repeat filters and order with them. Every page is as fast as the first. \
                The list reads the stored scores, which the engine keeps fresh; for another moment ask for one customer.
                """,
                rights: [.seeCustomers], parameters: listParameters, schema: "CustomerPage", problems: [.notFound],
                links: links(at: "/customers/0/customer_id", "getCustomer", "getHistory", "getExplanation")
            ) { try await source.page(query($0.values), now: $0.now).json.answer },
            APIRoute(
                "/api/v1/customers/{id}", id: "getCustomer", .customers, "All that one wants to know of a customer before a call",
                "Score, what it is made of, what comes next, and the latest facts.", rights: [.seeCustomers], parameters: [id, .asOf],
                schema: "Customer", problems: [.notFound, .conflict], links: links(at: "/customer_id", "getHistory", "getExplanation")
            ) { try await source.profile($0.text("id") ?? "", asOf: $0.moment("as_of") ?? $0.now).json.answer },
            APIRoute(
                "/api/v1/customers/{id}/history", id: "getHistory", .customers, "A customer's score through time",
                "How it stood at `from`, and each change up to `to`, computed from the facts known now.", rights: [.seeCustomers],
                parameters: [id, from("365"), to], schema: "History", problems: [.notFound, .conflict]
            ) { request in
                let (from, to) = span(request, days: 365)
                return try await source.history(request.text("id") ?? "", from: from, to: to).json.answer
            },
            APIRoute(
                "/api/v1/customers/{id}/explanation", id: "getExplanation", .customers, "Why a customer's score moved",
                "Signed points per part that sum to the change, each with its causes; what the model did is told apart.",
                rights: [.seeCustomers], parameters: [id, from("30"), to], schema: "Explanation", problems: [.notFound, .conflict]
            ) { request in
                let (from, to) = span(request, days: 30)
                return try await source.explanation(request.text("id") ?? "", from: from, to: to).json.answer
            },
        ]
    }

    /// - Parameter place: where in the answer the customer's id is.
    private static func links(at place: String, _ operations: String...) -> [APIRoute.Link] {
        operations.map { APIRoute.Link(operation: $0, parameter: "id", place: place) }
    }

    private static let id = APIParameter(
        "id", in: .path, .text(longest: 200), "The id that the source uses, or the UUID. In an address, encode what is no letter or digit.",
        example: "acme")

    private static func from(_ days: String) -> APIParameter {
        APIParameter(
            "from", .moment,
            "One of the two moments, in either order; the answer has the earlier one as `from`. Without it: \(days) days before `to`.",
            example: "2025-06-01")
    }

    private static let to = APIParameter("to", .moment, "The other moment. Without it: now.", example: "2025-12-31")

    private static func span(_ request: APIRequest, days: Int64) -> (from: Moment, to: Moment) {
        let to = request.moment("to") ?? request.now
        let from = request.moment("from") ?? to.adding(days: -days)
        return (min(from, to), max(from, to))
    }

    static let listParameters = [
        APIParameter(
            "search", .text(longest: 200),
            """
            The beginning of a name or of one of its later words, of an e-mail address or its domain, of a source's id; or a whole id. \
            Capitals and small letters are the same.
            """, example: "acme"),
        APIParameter(
            "status", .choice(HealthStatus.allCases.map { $0.rawValue.lowercased() }), "Only those. Without it: all.", example: "critical"),
        APIParameter(
            "segment", .choice(Segment.allCases.map { $0.rawValue.lowercased() }), "Only those. Without it: all.", example: "enterprise"),
        APIParameter("min_arr", .amount, "Annual recurring revenue from this amount on; unknown revenue is in no range.", example: 10_000),
        APIParameter("max_arr", .amount, "Annual recurring revenue up to this amount.", example: 250_000),
        APIParameter(
            "sort", .choice(CustomerQuery.Order.allCases.map(\.rawValue)),
            "What the list is sorted by; equal ones by their UUIDs.", example: "arr", standard: "score"),
        APIParameter(
            "direction", .choice(CustomerQuery.Direction.allCases.map(\.rawValue)),
            "Without it: lowest score, longest silence and first name first, highest revenue first.", example: "desc"),
        APIParameter(
            "cursor", .cursor, "`next` or `previous` of another page of the same list. Without it: the first page.", example: "bW9u"),
        APIParameter("limit", .integer(1...200), "How many customers the page has at most.", example: 20, standard: 50),
    ]

    /// What the list is asked for.
    static func query(_ values: [String: APIValue]) -> CustomerQuery {
        CustomerQuery(
            search: values.text("search"), status: values.text("status").flatMap(HealthStatus.init(option:)),
            segment: values.text("segment").flatMap(Segment.init(word:)), minimumARR: values.amount("min_arr"),
            maximumARR: values.amount("max_arr"), order: values.text("sort").flatMap(CustomerQuery.Order.init) ?? .score,
            direction: values.text("direction").flatMap(CustomerQuery.Direction.init), cursor: values.text("cursor"),
            limit: values.integer("limit") ?? 50)
    }
}

extension Segment {
    /// As addresses write it.
    init?(word: String) {
        guard let segment = Self.allCases.first(where: { $0.rawValue.lowercased() == word }) else { return nil }
        self = segment
    }
}
