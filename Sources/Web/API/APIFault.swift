import Access
import Alerting
import CustomerMetrics
import Domain
import Foundation
import Hummingbird

/// Why the API does not answer, told as a problem document (RFC 9457).
enum APIFault: Error, Sendable, Hashable {
    /// No token and no session.
    case signInNeeded
    /// A token or session that is unknown, revoked or expired.
    case unknownToken
    /// - Parameter rights: one of them would do.
    case notAllowed(role: Role, rights: [Right])
    case badParameter(name: String, value: String, fix: String)
    case unknownParameter(name: String, known: [String])
    case repeatedParameter(name: String)
    case badCursor(CustomerCursorError)
    case noCustomer(id: String)
    case severalCustomers(id: String, uuids: [String])
    case noSnapshot(DashboardName, asOf: Moment?)
    case noAlert(id: String)
    case alertClosed(id: Int64)
    /// No message has the id.
    case noDelivery(id: String)
    /// The message was sent, or is to be sent anyway.
    case notGivenUp(id: String)
    case noRoute(id: String)
    case noSilence(id: String)
    case noReport(id: Int64)
    /// Of the right form, and at odds with what there is.
    case refused(AlertError)
    /// A session is not enough to change something.
    case tokenNeeded
    case notJSON
    case bodyTooLarge(limit: Int)
    /// - Parameter member: of what was sent along.
    case badMember(name: String, fix: String)
    case badAlertCursor
    case methodNotAllowed(allowed: [HTTPRequest.Method])
}

extension APIFault {
    var status: HTTPResponse.Status {
        switch self {
        case .signInNeeded, .unknownToken: .unauthorized
        case .notAllowed, .tokenNeeded: .forbidden
        case .badParameter, .unknownParameter, .repeatedParameter, .badMember: .badRequest
        // A cursor of the right form names a page; that page is not there.
        case .noCustomer, .noSnapshot, .noAlert, .noDelivery, .noRoute, .noSilence, .noReport, .badCursor, .badAlertCursor: .notFound
        case .severalCustomers, .alertClosed, .notGivenUp, .refused: .conflict
        case .notJSON: .unsupportedMediaType
        case .bodyTooLarge: .contentTooLarge
        case .methodNotAllowed: .methodNotAllowed
        }
    }

    /// Stays the same when the words change.
    var code: String {
        switch self {
        case .signInNeeded: "sign_in_needed"
        case .unknownToken: "unknown_token"
        case .notAllowed: "not_allowed"
        case .badParameter: "bad_parameter"
        case .unknownParameter: "unknown_parameter"
        case .repeatedParameter: "repeated_parameter"
        case .badCursor, .badAlertCursor: "bad_cursor"
        case .noAlert: "no_such_alert"
        case .alertClosed: "alert_closed"
        case .noDelivery: "no_such_message"
        case .notGivenUp: "not_given_up"
        case .noRoute: "no_such_route"
        case .noSilence: "no_such_silence"
        case .noReport: "no_such_report"
        case .refused(let error): error.code.replacing("-", with: "_")
        case .tokenNeeded: "token_needed"
        case .notJSON: "not_json"
        case .bodyTooLarge: "too_large"
        case .badMember: "bad_member"
        case .noCustomer: "no_such_customer"
        case .severalCustomers: "several_customers"
        case .noSnapshot: "no_snapshot"
        case .methodNotAllowed: "method_not_allowed"
        }
    }

    var title: String {
        switch self {
        case .signInNeeded: "Who asks is not known"
        case .unknownToken: "The token is not known"
        case .notAllowed: "Not open to this role"
        case .badParameter: "A parameter has no value that it may have"
        case .unknownParameter: "There is no such parameter"
        case .repeatedParameter: "A parameter is given twice"
        case .badCursor, .badAlertCursor: "The cursor leads nowhere"
        case .noAlert: "There is no such alert"
        case .alertClosed: "The alert is over"
        case .noDelivery: "There is no such message"
        case .notGivenUp: "The message was not given up"
        case .noRoute: "There is no such route"
        case .noSilence: "There is no such silence"
        case .noReport: "There is no such report"
        case .refused: "That does not go with what there is"
        case .tokenNeeded: "Only a token may do this"
        case .notJSON: "What was sent is no JSON"
        case .bodyTooLarge: "Too much at once"
        case .badMember: "A member of what was sent is not what it may be"
        case .noCustomer: "There is no such customer"
        case .severalCustomers: "Several customers have this id"
        case .noSnapshot: "There is no snapshot"
        case .methodNotAllowed: "Not done this way"
        }
    }

    var detail: String {
        switch self {
        case .signInNeeded: "Send a token (Authorization: Bearer …); `mainstay token create` makes one."
        case .unknownToken:
            "It was mistyped, revoked or has expired; `mainstay token list` shows those that hold, `mainstay token create` makes one."
        case .notAllowed(let role, let rights):
            "The role \(role.title) may not \(rights.map(\.title).joined(separator: " or ")); these may: \(Self.roles(rights).map(\.title).joined(separator: ", "))."
        case .badParameter(let name, let value, let fix): "\(name) is '\(value.prefix(80))': \(fix)."
        case .unknownParameter(let name, let known):
            "'\(name.prefix(80))' is no parameter of this address; "
                + (known.isEmpty ? "it has none." : "it has \(known.joined(separator: ", ")).")
        case .repeatedParameter(let name): "\(name) is given more than once; give it one value."
        case .badCursor(let error): "\(error)."
        case .badAlertCursor: "It is not of this list; begin again without a cursor."
        case .noAlert(let id): "No alert has the number '\(id.prefix(80))'; /api/v1/alerts lists them."
        case .alertClosed(let id):
            "Alert \(id) was closed in the meantime; nothing was changed. /api/v1/alerts/\(id) says when, by whom and why."
        case .noDelivery(let id): "No message has the id '\(id.prefix(80))'; /api/v1/deliveries lists them."
        case .notGivenUp(let id): "Message \(id) was sent, or is to be sent anyway; only one that was given up can be sent again."
        case .noRoute(let id): "No route that can do this is called '\(id.prefix(80))'; /api/v1/routes lists them."
        case .noReport(let id): "No report has the number \(id); /api/v1/reports lists them."
        case .noSilence(let id): "No silence has the number '\(id.prefix(80))'; /api/v1/silences?state=all lists them."
        case .refused(let error): "\(error.problem); \(error.fix)."
        case .tokenNeeded: "Send a token (Authorization: Bearer …) instead of a session's cookie; `mainstay token create` makes one."
        case .notJSON: "Send a JSON object with Content-Type: application/json."
        case .bodyTooLarge(let limit): "At most \(limit / 1_024) KB are taken."
        case .badMember(let name, let fix): "\(name.prefix(80)): \(fix)."
        case .noCustomer(let id): "Nobody has the id '\(id.prefix(80))', neither at the source nor as UUID; /api/v1/customers lists them."
        case .severalCustomers(let id, let uuids):
            "'\(id.prefix(80))' is the id of several customers at the source; take one of their UUIDs: \(uuids.joined(separator: ", "))."
        case .noSnapshot(let name, let asOf):
            "No snapshot of \(name.title) was taken yet\(asOf.map { " that speaks of \($0) or earlier" } ?? ""); `mainstay serve` takes them on schedule."
        case .methodNotAllowed(let allowed): "This address answers \(allowed.map(\.rawValue).joined(separator: ", ")) only."
        }
    }

    /// The parameter that is at fault.
    var parameter: String? {
        switch self {
        case .badParameter(let name, _, _), .unknownParameter(let name, _), .repeatedParameter(let name): name
        case .badCursor, .badAlertCursor: "cursor"
        case .badMember(let name, _): name
        default: nil
        }
    }

    private static func roles(_ rights: [Right]) -> [Role] { Role.allCases.filter { role in rights.contains { role.may($0) } } }

    init(_ error: CustomerLookupError) {
        switch error {
        case .noCustomer(let id): self = .noCustomer(id: id)
        case .severalCustomers(let id, let found): self = .severalCustomers(id: id, uuids: found.map { $0.uuidString.lowercased() })
        }
    }
}
