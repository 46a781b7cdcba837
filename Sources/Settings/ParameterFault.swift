/// What is wrong with a change of parameters. Every case knows its stable ``code``, the offending value and what to do about it.
public enum ParameterFault: Error, Sendable, Hashable {
    /// There is no parameter of this name.
    case unknown(name: String, nearest: String?)
    /// Not of the form `name=value`.
    case notAnAssignment(String)
    /// One parameter twice in one change.
    case givenTwice(name: String)
    /// A change of nothing.
    case nothingGiven
    case notWhole(name: String, value: String, range: String)
    case notDecimal(name: String, value: String, range: String)
    case outOfRange(name: String, value: String, range: String)
    case notAChoice(name: String, value: String, choices: [String], nearest: String?)
    /// Something that no message can be sent to.
    case notATarget(name: String, value: String, wanted: String)
    /// A text with a zero byte, which PostgreSQL cannot store.
    case zeroByte(name: String)
    /// The three weights make no total of 100. `remedy` does, and keeps the values given.
    case weights([ParameterAssignment], sum: Int, remedy: [ParameterAssignment]?)
    /// Two parameters in the wrong order. `remedy` mends it, and keeps the values given.
    case order(ParameterOrder, lower: Int, upper: Int, remedy: [ParameterAssignment]?)
    /// Nobody is named as the author.
    case noAuthor
    /// No reason is given.
    case noReason
}

extension ParameterFault {
    /// A stable name of the fault for documentation and machines.
    public var code: String {
        switch self {
        case .unknown: "parameter-unknown"
        case .notAnAssignment: "parameter-not-an-assignment"
        case .givenTwice: "parameter-given-twice"
        case .nothingGiven: "parameter-nothing-given"
        case .notWhole: "parameter-not-whole"
        case .notDecimal: "parameter-not-decimal"
        case .outOfRange: "parameter-out-of-range"
        case .notAChoice: "parameter-not-a-choice"
        case .notATarget: "parameter-not-a-target"
        case .zeroByte: "parameter-zero-byte"
        case .weights: "parameter-weights-sum"
        case .order(let order, _, _, _): order.code
        case .noAuthor: "parameter-no-author"
        case .noReason: "parameter-no-reason"
        }
    }

    /// What is wrong, with the offending value.
    public var problem: String {
        switch self {
        case .unknown(let name, _): "there is no parameter \(Self.shown(name))"
        case .notAnAssignment(let text): "\(Self.shown(text)) is not of the form name=value"
        case .givenTwice(let name): "\(name) is given twice"
        case .nothingGiven: "no parameter is named"
        case .notWhole(let name, let value, _): "\(name): \(Self.shown(value)) is not a whole number"
        case .notDecimal(let name, let value, _): "\(name): \(Self.shown(value)) is not a decimal number"
        case .outOfRange(let name, let value, let range): "\(name): \(Self.shown(value)) is out of range, which is \(range)"
        case .notAChoice(let name, let value, _, _): "\(name): \(Self.shown(value)) is not one of its words"
        case .notATarget(let name, let value, let wanted): "\(name): \(Self.shown(value)) is not \(wanted)"
        case .zeroByte(let name): "\(name): the text has a zero byte, which PostgreSQL cannot store"
        case .weights(let weights, let sum, _):
            "the weights would sum to \(sum), not 100 (" + weights.map { "\($0.name) \($0.value)" }.joined(separator: ", ") + ")"
        case .order(let order, let lower, let upper, _):
            "\(order.lower) would be \(lower) and \(order.upper) \(upper): \(order.reason)"
        case .noAuthor: "nobody is named as the author of the change"
        case .noReason: "no reason is given for the change"
        }
    }

    /// What to do about it.
    public var fix: String {
        switch self {
        case .unknown(_, let nearest):
            nearest.map { "did you mean \($0)?" } ?? "`mainstay parameters list` names them all"
        case .notAnAssignment: "write for instance healthy_threshold=75, without spaces around the ="
        case .givenTwice: "give it one value"
        case .nothingGiven: "name one or several, or --all"
        case .notWhole(_, _, let range): "give digits only, \(range)"
        case .notDecimal(_, let value, let range):
            value.contains(",") ? "write the decimals behind a point, as in 99.5; \(range)" : "give a plain number such as 99.5; \(range)"
        case .outOfRange: "give a value within it"
        case .notAChoice(_, _, let choices, let nearest):
            (nearest.map { "did you mean \($0)? " } ?? "") + "possible are \(choices.joined(separator: ", "))"
        case .notATarget: "correct it, or leave it empty where nobody is to be told"
        case .zeroByte: "leave it out"
        case .weights(_, _, let remedy):
            remedy.map { "set them together: \(Self.command($0))" }
                ?? "give three numbers that do: \(Self.command(WeightsRule.example))"
        case .order(let order, _, _, let remedy):
            remedy.map { "set them together: \(Self.command($0))" }
                ?? "choose \(order.lower) \(order.isStrict ? "below" : "at most") \(order.upper), and set both together"
        case .noAuthor: "say who you are with --by NAME"
        case .noReason: "say why with --why \"…\""
        }
    }

    private static func command(_ assignments: [ParameterAssignment]) -> String {
        "mainstay parameters set " + assignments.map { "\($0.name)=\($0.value)" }.joined(separator: " ") + " --why \"…\""
    }

    /// A value as it was given, on one line, but not the whole of a long one.
    private static func shown(_ value: String) -> String {
        let value = value.split(whereSeparator: \.isNewline).joined(separator: " ")
        return value.count > 60 ? "'\(value.prefix(60))…'" : "'\(value)'"
    }
}

extension ParameterFault: CustomStringConvertible {
    public var description: String { "\(problem); \(fix) [\(code)]" }
}
