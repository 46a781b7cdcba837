/// A change of parameters that is not made, with everything that is wrong with it.
public struct ParameterRefusal: Error, Sendable, Hashable {
    /// At least one; in the order of what was given, then rules between parameters.
    public let faults: [ParameterFault]

    init(_ faults: [ParameterFault]) { self.faults = faults }
}

extension ParameterRefusal: CustomStringConvertible {
    /// One line per fault.
    public var description: String { faults.map(\.description).joined(separator: "\n") }
}
