public import Reports

extension ReportError: UserFacingError {
    public var exitStatus: ExitStatus {
        switch self {
        case .unknown, .kindsDiffer, .future, .unreadable: .badData
        case .noBrowser, .browserBusy, .browserFailed: .unavailable
        }
    }
}
