public import Access
public import Domain
public import Hummingbird

/// Why a request does not get what it asked for. Pages show it as a page, the API as a problem.
public enum Refusal: Error, Sendable, Hashable {
    /// Nobody is signed in, or the session has ended.
    case signInNeeded
    case notAllowed(Right)
    /// The role is known and no page is open to it.
    case nothingToSee(Role)
    case notFound
    case methodNotAllowed(allowed: [HTTPRequest.Method])
    /// - Parameter reason: a sentence that names the value and what is expected.
    case badRequest(reason: String)
    /// A form without the secret that its page was given.
    case formNotOurs
    /// A form sent from a page of another site.
    case otherSite
    /// The address in the browser is not one of this machine.
    case otherHost(String)
    case wrongContentType
    case tooLarge(limit: Int)
    case tooSlow
    case snapshotBeingTaken(DashboardName)
    /// As many PDFs are waited for as may be.
    case printing
    /// Nothing can be done with an alert that is over.
    case alertClosed(Int64)
    /// A link in a message that has expired or was never in one: which of them is not told.
    case linkNotOurs
    /// The database cannot be reached for now.
    case away
    /// Something that is not the visitor's fault; what it was is in the log only.
    case failed

    /// After how many seconds it may be worth another try.
    var retryAfter: Int? {
        switch self {
        // Longer than a restart of the database mostly takes.
        case .away: 5
        case .printing: 10
        default: nil
        }
    }
}

extension Refusal {
    public var status: HTTPResponse.Status {
        switch self {
        case .signInNeeded: .unauthorized
        case .notAllowed, .nothingToSee, .formNotOurs, .otherSite, .linkNotOurs: .forbidden
        case .notFound: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .badRequest: .badRequest
        case .otherHost: .misdirectedRequest
        case .wrongContentType: .unsupportedMediaType
        case .tooLarge: .contentTooLarge
        case .tooSlow: .requestTimeout
        case .snapshotBeingTaken, .alertClosed: .conflict
        case .away, .printing: .serviceUnavailable
        case .failed: .internalServerError
        }
    }

    /// For a program: stays the same when the words change.
    public var code: String {
        switch self {
        case .signInNeeded: "sign_in_needed"
        case .notAllowed: "not_allowed"
        case .nothingToSee: "nothing_to_see"
        case .notFound: "not_found"
        case .methodNotAllowed: "method_not_allowed"
        case .badRequest: "bad_request"
        case .formNotOurs: "form_not_ours"
        case .otherSite: "other_site"
        case .otherHost: "other_host"
        case .wrongContentType: "wrong_content_type"
        case .tooLarge: "too_large"
        case .tooSlow: "too_slow"
        case .snapshotBeingTaken: "snapshot_being_taken"
        case .printing: "printing"
        case .alertClosed: "alert_closed"
        case .linkNotOurs: "link_not_ours"
        case .away: "away"
        case .failed: "failed"
        }
    }

    public var title: String {
        switch self {
        case .signInNeeded: "Sign in first"
        case .notAllowed: "Not open to your role"
        case .nothingToSee: "No page for your role"
        case .notFound: "No such page"
        case .methodNotAllowed: "Not done this way"
        case .badRequest: "That cannot be answered"
        case .formNotOurs: "This form has expired"
        case .otherSite: "Sent from another site"
        case .otherHost: "Not this machine's address"
        case .wrongContentType: "Not a form"
        case .tooLarge: "Too much at once"
        case .tooSlow: "Took too long to arrive"
        case .snapshotBeingTaken: "Already being taken"
        case .printing: "Other PDFs come first"
        case .alertClosed: "This alert is over"
        case .linkNotOurs: "This link does not work"
        case .away: "The database is away"
        case .failed: "Something went wrong here"
        }
    }

    /// What happened and what helps, in sentences.
    public var explanation: String {
        switch self {
        case .signInNeeded: "This address is open to signed-in people and to programs with a token."
        case .notAllowed(let right):
            "Those who may \(right.title): \(right.roles.map(\.title).joined(separator: ", ")). Ask an administrator for another role."
        case .nothingToSee(let role): "Nothing is open to the role \(role.title). Ask an administrator for another role."
        case .notFound: "There is nothing at this address. It may have been mistyped, or a customer or snapshot may be gone."
        case .methodNotAllowed(let allowed):
            "This address answers \(allowed.map(\.rawValue).joined(separator: ", ")) only."
        case .badRequest(let reason): reason
        case .formNotOurs: "Go back, load the page again and repeat what you did. Nothing was changed."
        case .otherSite: "Forms are taken only from this site's own pages. Nothing was changed."
        case .otherHost(let host):
            "The demo answers on this machine's own names only, not on “\(host)”. Open it at http://127.0.0.1 with the port that it printed."
        case .wrongContentType: "Only forms are taken here (application/x-www-form-urlencoded)."
        case .tooLarge(let limit): "At most \(limit / 1_024) KB are taken."
        case .tooSlow: "The request did not arrive in time. Try again."
        case .snapshotBeingTaken(let name):
            "A snapshot of “\(name.title)” is being taken right now. It will be on its page in a moment."
        case .printing: "Too many PDFs are being made already. Try again in a moment; the report as HTML prints just as well."
        case .alertClosed(let id): "Alert \(id) was closed in the meantime. Its page says when, by whom and why. Nothing was changed."
        case .linkNotOurs: "It has expired, or it is not whole. Sign in to find the alert in the list."
        case .away: "It cannot be reached right now. Try again in a moment; what you sent may have to be sent again."
        case .failed: "The cause is in the server's log. Try again; if it stays so, tell whoever runs the server."
        }
    }
}
