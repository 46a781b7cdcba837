/// All parameters as they stand at one moment.
public struct Parameters: Sendable, Hashable {
    /// In the order of the specification.
    public let all: [Parameter]
    private let positions: [String: Int]

    public init(_ all: [Parameter]) {
        self.all = all
        positions = Dictionary(all.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// - Throws: ``ParameterRefusal`` with the nearest name when there is none of this name.
    public func parameter(_ name: String) throws(ParameterRefusal) -> Parameter {
        guard let position = positions[name] else { throw ParameterRefusal([unknown(name)]) }
        return all[position]
    }

    /// What is wrong with values as they stand: they may be older than a rule, or written past it.
    public var faults: [ParameterFault] {
        all.compactMap { parameter in
            do throws(ParameterFault) {
                _ = try parameter.kind.normalForm(of: parameter.value, for: parameter.name)
                return nil
            } catch {
                return error
            }
        }
    }

    /// Those of one group alone.
    public func only(_ group: ParameterGroup) -> Parameters { Parameters(all.filter { $0.group == group }) }

    subscript(_ name: String) -> Parameter? { positions[name].map { all[$0] } }

    func unknown(_ name: String) -> ParameterFault {
        .unknown(name: name, nearest: NearestName.of(name, among: all.map(\.name)))
    }
}
