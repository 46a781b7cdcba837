public import Access

extension AccessError: UserFacingError {
    public var exitStatus: ExitStatus {
        switch self {
        // Typed on the command line, in a form that it cannot have.
        case .accountNameMalformed, .emailMalformed, .roleUnknown, .tokenNameMalformed: .usage
        // Of the right form, and at odds with the rules or with what there is.
        case .accountTaken, .accountUnknown, .passwordTooShort, .passwordTooLong, .passwordIsName, .tokenTaken, .tokenUnknown: .badData
        }
    }
}
