import Alerting
import Domain
import Hummingbird

/// What the list's page was asked for. Its form sends fields that nobody filled in; they count as not there.
struct AlertListRequest: Sendable {
    private(set) var query: AlertQuery
    /// The filters and the order, as they stand in the address.
    private let given: [QueryParameters.Parameter]

    /// - Parameters:
    ///   - who: whose alerts `mine` are.
    ///   - now: when an answer is late.
    /// - Throws: ``Refusal/badRequest(reason:)``.
    init(_ request: Request, who: Who, now: Moment) throws(Refusal) {
        var given: [QueryParameters.Parameter] = []
        var values: [String: APIValue] = [:]
        var (isMine, isOverdue) = (false, false)
        for parameter in QueryParameters(request.uri.query).parameters where !parameter.value.isEmpty {
            if parameter.name == "mine" {
                guard !isMine else { continue }
                isMine = true
                given.append(parameter)
                continue
            }
            // A tick box sends 1; the API's word is `true`.
            if parameter.name == "overdue" {
                guard !isOverdue else { continue }
                isOverdue = true
                given.append(parameter)
                continue
            }
            guard let known = AlertAnswers.listParameters.first(where: { $0.name == parameter.name }), values[known.name] == nil else {
                continue
            }
            do throws(APIFault) {
                values[known.name] = try known.read(parameter.value)
            } catch {
                throw .badRequest(reason: error.detail)
            }
            if known.name != "cursor" { given.append(parameter) }
        }
        self.given = given
        do throws(APIFault) {
            query = try AlertAnswers.query(values, who: who, now: now)
        } catch {
            throw .badRequest(reason: error.detail)
        }
        if isMine { query.filter.assignee = who.name }
        if isOverdue { query.filter.overdueAt = now }
    }

    /// What the form has in a field; empty where nothing was given.
    subscript(_ name: String) -> String { given.first { $0.name == name }?.value ?? "" }

    var hasFilters: Bool { given.contains { $0.name != "sort" && $0.name != "limit" } }

    func path(after alert: Int64) -> String { path(given + [.init(name: "cursor", value: String(alert))]) }

    /// The first page of the same list.
    var firstPath: String { path(given) }

    /// The same filters, of another state.
    func path(state: String) -> String { path(given.filter { $0.name != "state" } + [.init(name: "state", value: state)]) }

    private func path(_ parameters: [QueryParameters.Parameter]) -> String {
        parameters.isEmpty ? "/alerts" : "/alerts?" + QueryParameters(parameters).text
    }
}
