import CustomerMetrics
import Domain
import Hummingbird

/// What the list's page was asked for. Its form sends fields that nobody filled in; they count as not there.
struct CustomerListRequest: Sendable {
    let query: CustomerQuery
    /// The filters and the order, as they stand in the address.
    private let given: [QueryParameters.Parameter]

    /// - Throws: ``Refusal/badRequest(reason:)``.
    init(_ request: Request) throws(Refusal) {
        var given: [QueryParameters.Parameter] = []
        var values: [String: APIValue] = [:]
        for parameter in QueryParameters(request.uri.query).parameters where !parameter.value.isEmpty {
            guard let known = CustomerAnswers.listParameters.first(where: { $0.name == parameter.name }), values[known.name] == nil else {
                continue
            }
            do throws(APIFault) {
                values[known.name] = try known.read(parameter.value.trimmed)
            } catch {
                throw .badRequest(reason: error.detail)
            }
            if known.name != "cursor" { given.append(parameter) }
        }
        self.given = given
        query = CustomerAnswers.query(values)
    }

    /// What the form has in a field; empty where nothing was given.
    subscript(_ name: String) -> String { given.first { $0.name == name }?.value ?? "" }

    var hasFilters: Bool { given.contains { Self.filters.contains($0.name) } }

    private static let filters: Set<String> = ["search", "status", "segment", "min_arr", "max_arr"]

    /// The same list from a place on.
    func path(cursor: String) -> String { path(given + [.init(name: "cursor", value: cursor)]) }

    /// The first page of the same list.
    var firstPath: String { path(given) }

    /// The same customers in another order.
    func path(order: CustomerQuery.Order, direction: CustomerQuery.Direction) -> String {
        path(
            given.filter { $0.name != "sort" && $0.name != "direction" }
                + [.init(name: "sort", value: order.rawValue), .init(name: "direction", value: direction.rawValue)])
    }

    /// All of the list as a file.
    var exportPath: String { "/customers.csv" + tail(given.filter { $0.name != "limit" }) }

    private func path(_ parameters: [QueryParameters.Parameter]) -> String { "/customers" + tail(parameters) }

    private func tail(_ parameters: [QueryParameters.Parameter]) -> String {
        parameters.isEmpty ? "" : "?" + QueryParameters(parameters).text
    }
}

extension String {
    /// Without the blanks around it, which are easily copied along.
    var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
