import Domain

/// What people write into the forms of an alert.
enum AlertForm {
    static let longestComment = 2_000
    static let longestName = 80

    /// - Parameter name: the last part of the form's address.
    /// - Returns: nil when there is no such form.
    /// - Throws: ``Refusal/badRequest(reason:)``.
    static func act(_ name: String, _ form: Form) throws(Refusal) -> AlertAct? {
        let comment = try text(form["comment"], longest: longestComment, called: "The comment")
        switch name {
        case "acknowledge": return .acknowledge(comment: comment)
        case "assign":
            guard let assignee = try text(form["assignee"], longest: longestName, called: "The name") else {
                throw .badRequest(reason: "Say to whom it is assigned.")
            }
            return .assign(to: assignee, comment: comment)
        case "comment":
            guard let comment else { throw .badRequest(reason: "The comment is empty.") }
            return .comment(comment)
        case "resolve":
            guard let comment else { throw .badRequest(reason: "Say why it is over: the reason is kept with it.") }
            return .resolve(reason: comment)
        default: return nil
        }
    }

    /// - Returns: nil for one that is empty or blank.
    /// - Throws: ``Refusal/badRequest(reason:)``.
    static func text(_ text: String?, longest: Int, called name: String) throws(Refusal) -> String? {
        guard let text = text?.trimmed, !text.isEmpty else { return nil }
        guard text.unicodeScalars.count <= longest else { throw .badRequest(reason: "\(name) has at most \(longest) characters.") }
        guard !text.unicodeScalars.contains("\0") else { throw .badRequest(reason: "\(name) holds a zero byte; leave it out.") }
        return text
    }
}
