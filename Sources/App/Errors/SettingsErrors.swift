public import Settings

extension ParameterRefusal: UserFacingError {
    public var exitStatus: ExitStatus { faults.map(\.exitStatus).first ?? .bug }
}

extension ParameterFault: UserFacingError {
    public var exitStatus: ExitStatus {
        switch self {
        case .unknown, .notAnAssignment, .givenTwice, .nothingGiven, .notWhole, .notDecimal, .outOfRange, .notAChoice, .notATarget,
            .zeroByte, .weights, .order, .noAuthor, .noReason:
            .usage
        }
    }
}
