public import Gates

extension BaselineError: UserFacingError {
    public var exitStatus: ExitStatus {
        switch self {
        case .rateMalformed, .rateOutOfRange, .reasonMissing: .usage
        }
    }
}
