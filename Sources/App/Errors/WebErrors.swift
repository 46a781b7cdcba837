public import Dashboards
public import Web

extension WebFilesError: UserFacingError {
    public var exitStatus: ExitStatus {
        switch self {
        // Without its files the program is not installed as it must be.
        case .missing, .unreadable, .badTemplate, .noChartScript: .badConfiguration
        }
    }
}

extension SnapshotError: UserFacingError {
    public var exitStatus: ExitStatus {
        switch self {
        case .beingTaken: .unavailable
        case .unreadable: .badData
        }
    }
}
