import Access
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
    case methodNotAllowed(allowed: [HTTPRequest.Method])
}

extension APIFault {
    var status: HTTPResponse.Status {
        switch self {
        case .signInNeeded, .unknownToken: .unauthorized
        case .notAllowed: .forbidden
        case .badParameter, .unknownParameter, .repeatedParameter: .badRequest
        // A cursor of the right form names a page; that page is not there.
        case .noCustomer, .noSnapshot, .badCursor: .notFound
        case .severalCustomers: .conflict
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
        case .badCursor: "bad_cursor"
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
        case .badCursor: "The cursor leads nowhere"
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
        case .badCursor: "cursor"
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
