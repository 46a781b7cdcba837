public import Alerting

extension AlertError: UserFacingError {
    public var exitStatus: ExitStatus {
        switch self {
        // Typed on the command line, in a form that it cannot have.
        case .textMissing, .silenceOver, .silenceTooWide, .ruleUnknown, .routeNameMalformed, .routeIncomplete, .routeValue: .usage
        // Of the right form, and at odds with what there is.
        case .alertUnknown, .alertClosed, .silenceUnknown, .customerUnknown, .routeUnknown: .badData
        }
    }
}
