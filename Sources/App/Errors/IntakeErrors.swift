public import Intake

extension ImportError: UserFacingError {
    public var exitStatus: ExitStatus {
        switch self {
        case .unreadable, .badFiles: .badData
        }
    }
}

extension SampleError: UserFacingError {
    public var exitStatus: ExitStatus {
        switch self {
        case .outOfRange: .usage
        case .customersExist, .sampleExists: .badData
        }
    }
}
