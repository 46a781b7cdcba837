import CustomerMetrics
import Domain
import Foundation
import Hummingbird

/// What a customer's page was asked for: whose, over how many days, up to when, and which happenings.
struct CustomerPageRequest: Sendable, Hashable {
    static let periods = [7, 30, 90]

    let id: String
    let days: Int
    /// Nil for now.
    let asOf: Moment?
    let to: Moment
    let kind: CustomerTimeline.Kind?

    var from: Moment { to.adding(days: -Int64(days)) }

    /// - Throws: ``Refusal``.
    init(_ request: Request, _ context: MainstayContext, now: Moment) throws(Refusal) {
        let text = context.parameters.get("id") ?? ""
        id = text.removingPercentEncoding ?? text
        // No id has a zero byte, and the database takes none.
        guard !id.isEmpty, id.unicodeScalars.count <= 200, !id.unicodeScalars.contains("\0") else { throw .notFound }
        let given = QueryParameters(request.uri.query)
        func read<Value>(_ name: String, _ parameter: APIParameter.Kind, _ value: (APIValue) -> Value?) throws(Refusal) -> Value? {
            guard let text = given[name], !text.isEmpty else { return nil }
            do throws(APIFault) {
                return value(try APIParameter(name, parameter, "", example: .null).read(text))
            } catch {
                throw .badRequest(reason: error.detail)
            }
        }
        days = try read("days", .choice(Self.periods.map { "\($0)" })) { if case .text(let text) = $0 { Int(text) } else { nil } } ?? 30
        asOf = try read("as_of", .moment) { if case .moment(let moment) = $0 { moment } else { nil } }
        to = asOf ?? now
        kind = try read("kind", .choice(CustomerTimeline.Kind.allCases.map(\.rawValue))) {
            if case .text(let text) = $0 { CustomerTimeline.Kind(rawValue: text) } else { nil }
        }
    }

    /// The page with some of it changed.
    func path(_ customer: Customer, days: Int? = nil, kind: CustomerTimeline.Kind?, anchor: String) -> String {
        CustomerPath.page(of: customer) + tail(days: days ?? self.days, kind: kind) + "#" + anchor
    }

    func historyPath(_ customer: Customer) -> String { CustomerPath.page(of: customer) + "/history.csv" + tail(days: days, kind: nil) }

    private func tail(days: Int, kind: CustomerTimeline.Kind?) -> String {
        var parameters = [QueryParameters.Parameter(name: "days", value: "\(days)")]
        if let kind { parameters.append(.init(name: "kind", value: kind.rawValue)) }
        if let asOf { parameters.append(.init(name: "as_of", value: asOf.iso8601)) }
        return "?" + QueryParameters(parameters).text
    }
}
