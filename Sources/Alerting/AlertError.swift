public import Domain

/// Why something is not done with alerts as asked. Every case knows its stable ``code``, the offending value and what to do about it.
public enum AlertError: Error, Sendable, Hashable {
    case alertUnknown(Int64)
    case alertClosed(Int64, AlertState)
    /// A text that must say something says nothing; which one.
    case textMissing(String)
    case silenceUnknown(Int64)
    case silenceOver(until: Moment)
    /// Neither a rule nor a segment nor a customer is given.
    case silenceTooWide
    case customerUnknown(String)
    case ruleUnknown(String)
    case routeUnknown(String)
    case routeNameMalformed(String)
    /// A route that ships with the program can be disabled, not removed.
    case routeIncomplete(String, missing: String)
    case routeValue(name: String, value: String, wanted: String)
}

extension AlertError {
    /// A stable name of the error for documentation and machines.
    public var code: String {
        switch self {
        case .alertUnknown: "alert-unknown"
        case .alertClosed: "alert-closed"
        case .textMissing: "alert-text-missing"
        case .silenceUnknown: "silence-unknown"
        case .silenceOver: "silence-over"
        case .silenceTooWide: "silence-too-wide"
        case .customerUnknown: "alert-customer-unknown"
        case .ruleUnknown: "alert-rule-unknown"
        case .routeUnknown: "route-unknown"
        case .routeNameMalformed: "route-name"
        case .routeIncomplete: "route-incomplete"
        case .routeValue: "route-value"
        }
    }

    /// What is wrong, with the offending value.
    public var problem: String {
        switch self {
        case .alertUnknown(let id): "there is no alert \(id)"
        case .alertClosed(let id, let state): "alert \(id) is \(state.rawValue): it can be commented on, and nothing else"
        case .textMissing(let name): "the \(name) is empty"
        case .silenceUnknown(let id): "there is no silence \(id)"
        case .silenceOver(let until): "a silence until \(NumberText.moment(until)) would be over already"
        case .silenceTooWide: "a silence of everything would hide what nobody thought of"
        case .customerUnknown(let id): "there is no customer '\(id.prefix(60))'"
        case .ruleUnknown(let rule): "there is no rule '\(rule.prefix(60))'"
        case .routeUnknown(let route): "there is no route '\(route.prefix(60))'"
        case .routeNameMalformed(let name): "'\(name.prefix(60))' is no name of a route"
        case .routeIncomplete(let route, let missing): "the new route '\(route)' has no \(missing)"
        case .routeValue(let name, let value, let wanted): "\(name) '\(value.prefix(60))' is not \(wanted)"
        }
    }

    /// What to do about it.
    public var fix: String {
        switch self {
        case .alertUnknown: "`mainstay alerts list` names those that are open"
        case .alertClosed: "when the condition holds again, there will be a new one"
        case .textMissing: "say it in a few words"
        case .silenceUnknown: "`mainstay silences list` names them"
        case .silenceOver: "give a later moment"
        case .silenceTooWide: "give a rule, a segment or a customer"
        case .customerUnknown: "give the id that the source uses, or the UUID; `mainstay customers` lists them"
        case .ruleUnknown: "possible are \(AlertRule.names)"
        case .routeUnknown: "`mainstay routes list` names them"
        case .routeNameMalformed: "give 1 to 60 small letters, digits and hyphens"
        case .routeIncomplete: "give --rule, --channel and --target"
        case .routeValue: "see docs/alerts.md#routes"
        }
    }
}

extension AlertError: CustomStringConvertible {
    public var description: String { "\(problem); \(fix) [\(code)]" }
}
