import Domain

/// Why access is not changed as asked. Every case knows its stable ``code``, the offending value and what to do about it.
public enum AccessError: Error, Sendable, Hashable {
    case accountNameMalformed(String)
    case accountTaken(name: String, isDisabled: Bool)
    case accountUnknown(name: String)
    case emailMalformed(String)
    case roleUnknown(String)
    /// - Parameter characters: how many there are; the password itself is not told.
    case passwordTooShort(characters: Int)
    case passwordTooLong(bytes: Int)
    case passwordIsName
    case tokenNameMalformed(String)
    case tokenTaken(name: String)
    case tokenUnknown(String)
}

extension AccessError {
    /// A stable name of the error for documentation and machines.
    public var code: String {
        switch self {
        case .accountNameMalformed: "access-user-name"
        case .accountTaken: "access-user-exists"
        case .accountUnknown: "access-user-unknown"
        case .emailMalformed: "access-user-email"
        case .roleUnknown: "access-role-unknown"
        case .passwordTooShort: "access-password-short"
        case .passwordTooLong: "access-password-long"
        case .passwordIsName: "access-password-is-name"
        case .tokenNameMalformed: "access-token-name"
        case .tokenTaken: "access-token-exists"
        case .tokenUnknown: "access-token-unknown"
        }
    }

    /// What is wrong, with the offending value.
    public var problem: String {
        switch self {
        case .accountNameMalformed(let name): "\(Self.shown(name)) is no name of a user"
        case .accountTaken(let name, false): "there is a user \(Self.shown(name)) already"
        case .accountTaken(let name, true): "there is a user \(Self.shown(name)) already, who is disabled"
        case .accountUnknown(let name): "there is no user \(Self.shown(name))"
        case .emailMalformed(let text): "\(Self.shown(text)) is no e-mail address"
        case .roleUnknown(let role): "\(Self.shown(role)) is no role"
        case .passwordTooShort(let characters):
            "the password has \(characters) \(characters == 1 ? "character" : "characters"), fewer than \(Password.minimumCharacters)"
        case .passwordTooLong(let bytes): "the password has \(bytes) bytes, more than \(Password.maximumBytes)"
        case .passwordIsName: "the password is the user's name"
        case .tokenNameMalformed(let name): "\(Self.shown(name)) is no name of a token"
        case .tokenTaken(let name): "there is a token \(Self.shown(name)) already"
        case .tokenUnknown(let token): "there is no token \(Self.shown(token))"
        }
    }

    /// What to do about it.
    public var fix: String {
        switch self {
        case .accountNameMalformed: "give an e-mail address or a login name: 1 to 254 characters without spaces"
        case .accountTaken(_, false): "`mainstay user role` and `mainstay user password` change it"
        case .accountTaken(_, true): "`mainstay user enable` lets the user in again"
        case .accountUnknown: "`mainstay user list` names them all"
        case .emailMalformed: "give one address, such as anna@example.com"
        case .roleUnknown: "possible are \(Role.names)"
        case .passwordTooShort: "take a longer one; a few words in a row are easy to remember"
        case .passwordTooLong: "take a shorter one"
        case .passwordIsName: "take one that nobody guesses first"
        case .tokenNameMalformed: "give 1 to 100 characters that say what the token is for, without line breaks"
        case .tokenTaken(let name): "choose another name, or revoke that one first: mainstay token revoke \(Self.shown(name))"
        case .tokenUnknown: "`mainstay token list` names them all"
        }
    }

    /// A value as it was given, but not the whole of a long one.
    private static func shown(_ value: String) -> String {
        value.count > 60 ? "'\(value.prefix(60))…'" : "'\(value)'"
    }
}

extension AccessError: CustomStringConvertible {
    public var description: String { "\(problem); \(fix) [\(code)]" }
}
