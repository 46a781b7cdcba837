import Access
import CustomerMetrics
import Dashboards
import Domain
import Foundation
import Hummingbird

/// An address of the API. The same description registers the route, checks its requests and writes its part of the OpenAPI document, so that
/// these cannot say different things.
struct APIRoute: Sendable {
    let method: HTTPRequest.Method
    let path: String
    /// The operation's name for generators of clients.
    let id: String
    let tag: Tag
    let summary: String
    let meaning: String
    /// One of them is needed.
    let rights: [Right]
    let parameters: [APIParameter]
    /// The members of the JSON object that is sent along; nil where nothing is.
    let body: [APIBodyMember]?
    /// Of the answer: one of ``APISchemas``.
    let schema: String
    /// Which problems it may answer with, besides those that every address has.
    let problems: [HTTPResponse.Status]
    /// Where one can go on with what the answer says.
    let links: [Link]
    let answer: @Sendable (APIRequest) async throws -> String

    /// Another operation that takes a value of the answer as a parameter.
    struct Link: Sendable, Hashable {
        let operation: String
        let parameter: String
        /// A JSON pointer into the answer.
        let place: String
    }

    enum Tag: String, Sendable, CaseIterable {
        case metrics
        case dashboards
        case customers
        case alerts
        case silences
        case routes
        case deliveries
        case gates
        case reports

        var meaning: String {
            switch self {
            case .metrics: "The six questions, in the shapes of `mainstay metrics … --format json`."
            case .dashboards: "The dashboards as they were last taken."
            case .customers: "Customers with their scores, one by one and as lists."
            case .alerts: "Alerts, and what people do with them. Only programs with a token may change anything."
            case .silences: "What is kept quiet until a moment."
            case .routes: "Where alerts go, as data; every change is kept with who made it and why."
            case .deliveries: "Messages, and every attempt to deliver them."
            case .gates: "Whether the programme may move on, and since when."
            case .reports: "Weekly and monthly reviews and insights reports, as they were made."
            }
        }
    }

    init(
        _ path: String, by method: HTTPRequest.Method = .get, id: String, _ tag: Tag, _ summary: String, _ meaning: String, rights: [Right],
        parameters: [APIParameter], body: [APIBodyMember]? = nil, schema: String, problems: [HTTPResponse.Status] = [], links: [Link] = [],
        answer: @escaping @Sendable (APIRequest) async throws -> String
    ) {
        (self.method, self.path, self.id, self.tag, self.summary, self.meaning) = (method, path, id, tag, summary, meaning)
        (self.rights, self.parameters, self.body, self.schema) = (rights, parameters, body, schema)
        (self.problems, self.links, self.answer) = (problems + (body == nil ? [] : [.requestTimeout]), links, answer)
    }
}

/// A request that may be answered: its parameters are read and checked.
struct APIRequest: Sendable {
    let values: [String: APIValue]
    /// The moment of the request.
    let now: Moment
    let who: Who
    /// What was sent along, by the names of its members.
    var body: [String: String] = [:]
    /// Where the request came from.
    var address = "unknown"

    func moment(_ name: String) -> Moment? { values.moment(name) }
    func text(_ name: String) -> String? { values.text(name) }
    func integer(_ name: String) -> Int? { values.integer(name) }
}

extension [String: APIValue] {
    func moment(_ name: String) -> Moment? { if case .moment(let moment)? = self[name] { moment } else { nil } }
    func text(_ name: String) -> String? { if case .text(let text)? = self[name] { text } else { nil } }
    func integer(_ name: String) -> Int? { if case .integer(let number)? = self[name] { number } else { nil } }
    func amount(_ name: String) -> Decimal? { if case .amount(let amount)? = self[name] { amount } else { nil } }
}

extension APIRoute {
    /// - Throws: ``APIFault``.
    func request(_ request: Request, _ context: MainstayContext, now: Moment) throws(APIFault) -> APIRequest {
        guard let who = context.who else { throw request.headers[.authorization] == nil ? .signInNeeded : .unknownToken }
        // A browser sends its session along with whatever another site makes it send; a token it does not have.
        if method != .get {
            guard case .token = who.kind else { throw .tokenNeeded }
        }
        guard rights.contains(where: { who.role.may($0) }) else { throw .notAllowed(role: who.role, rights: rights) }
        var values: [String: APIValue] = [:]
        for parameter in parameters where parameter.place == .path {
            let text = context.parameters.get(parameter.name) ?? ""
            values[parameter.name] = try parameter.read(text.removingPercentEncoding ?? text)
        }
        let known = parameters.filter { $0.place == .query }
        for given in QueryParameters(request.uri.query).parameters {
            guard let parameter = known.first(where: { $0.name == given.name }) else {
                throw .unknownParameter(name: given.name, known: known.map(\.name))
            }
            guard values[given.name] == nil else { throw .repeatedParameter(name: given.name) }
            values[given.name] = try parameter.read(given.value)
        }
        return APIRequest(values: values, now: now, who: who)
    }
}
