/// A tunable: what it may be, what it is by default and what it is now.
public struct Parameter: Sendable, Hashable {
    public let name: String
    public let group: ParameterGroup
    public let kind: ParameterKind
    /// The present value in its normal form (see ``ParameterKind/normalForm(of:for:)``).
    public let value: String
    public let defaultValue: String
    /// What a number counts; nil where it has no unit.
    public let unit: String?
    /// Whether a change is the Chairman's to approve.
    public let isStrategic: Bool
    public let meaning: String

    public var isDefault: Bool { value == defaultValue }

    public init(
        name: String, group: ParameterGroup, kind: ParameterKind, value: String, defaultValue: String, unit: String?, isStrategic: Bool,
        meaning: String
    ) {
        self.name = name
        self.group = group
        self.kind = kind
        self.value = value
        self.defaultValue = defaultValue
        self.unit = unit
        self.isStrategic = isStrategic
        self.meaning = meaning
    }
}
