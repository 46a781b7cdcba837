/// What a change would do: decided, and not done yet.
public struct ParameterPlan: Sendable, Hashable {
    /// One parameter that really gets another value.
    public struct Change: Sendable, Hashable {
        public let name: String
        public let group: ParameterGroup
        public let before: String
        public let after: String
        public let isStrategic: Bool
    }

    /// In the order of the specification.
    public let changes: [Change]
    /// Parameters that were named and have the value already.
    public let unchanged: [String]

    public var isEmpty: Bool { changes.isEmpty }

    /// Whether scores follow another model afterwards.
    public var makesModelVersion: Bool { changes.contains { $0.group == .healthScore } }
}

extension Parameters {
    /// Decides about new values, all together: every value by itself, then the rules between them.
    ///
    /// - Throws: ``ParameterRefusal`` with every fault found; nothing may then be changed.
    public func plan(setting assignments: [ParameterAssignment]) throws(ParameterRefusal) -> ParameterPlan {
        var faults: [ParameterFault] = assignments.isEmpty ? [.nothingGiven] : []
        var wanted: [String: String] = [:]
        var twice: Set<String> = []
        for assignment in assignments {
            guard let parameter = self[assignment.name] else {
                faults.append(unknown(assignment.name))
                continue
            }
            if wanted[assignment.name] != nil, twice.insert(assignment.name).inserted {
                faults.append(.givenTwice(name: assignment.name))
            }
            do {
                wanted[assignment.name] = try parameter.kind.normalForm(of: assignment.value, for: assignment.name)
            } catch {
                faults.append(error)
            }
        }
        // Rules between values mean little while a value itself is wrong.
        guard faults.isEmpty else { throw ParameterRefusal(faults) }

        var changes: [ParameterPlan.Change] = []
        var unchanged: [String] = []
        for parameter in all {
            guard let value = wanted[parameter.name] else { continue }
            if value == parameter.value {
                unchanged.append(parameter.name)
            } else {
                changes.append(
                    ParameterPlan.Change(
                        name: parameter.name, group: parameter.group, before: parameter.value, after: value,
                        isStrategic: parameter.isStrategic))
            }
        }
        let plan = ParameterPlan(changes: changes, unchanged: unchanged)
        // All these rules are the model's; other parameters can be set whatever the model's state.
        if plan.makesModelVersion {
            let broken = rulesBroken(by: wanted)
            guard broken.isEmpty else { throw ParameterRefusal(broken) }
        }
        return plan
    }

    /// Decides about giving parameters their default values back, by the same rules.
    ///
    /// - Throws: ``ParameterRefusal``.
    public func plan(resetting names: [String]) throws(ParameterRefusal) -> ParameterPlan {
        let unknownNames = names.filter { self[$0] == nil }
        guard unknownNames.isEmpty else { throw ParameterRefusal(unknownNames.map(unknown)) }
        var seen: Set<String> = []
        return try plan(
            setting: names.compactMap { name in
                seen.insert(name).inserted ? self[name].map { ParameterAssignment(name: name, value: $0.defaultValue) } : nil
            })
    }

    private func rulesBroken(by wanted: [String: String]) -> [ParameterFault] {
        let given = Set(wanted.keys)
        func number(_ name: String) -> Int? { (wanted[name] ?? self[name]?.value).flatMap { Int($0) } }
        var faults: [ParameterFault] = []
        let weights = WeightsRule.names.compactMap(number)
        if weights.count == WeightsRule.names.count, let fault = WeightsRule.fault(weights, given: given) { faults.append(fault) }
        for order in ParameterOrder.all {
            guard let lower = number(order.lower), let upper = number(order.upper) else { continue }
            guard order.isStrict ? lower >= upper : lower > upper else { continue }
            faults.append(.order(order, lower: lower, upper: upper, remedy: remedy(order, lower: lower, upper: upper, given: given)))
        }
        return faults
    }

    /// Moves the one of the two that was not given just far enough, if its range allows.
    private func remedy(_ order: ParameterOrder, lower: Int, upper: Int, given: Set<String>) -> [ParameterAssignment]? {
        let gap = order.isStrict ? 1 : 0
        func allows(_ name: String, _ value: Int) -> Bool {
            guard !given.contains(name), case .whole(let range) = self[name]?.kind else { return false }
            return range.contains(value)
        }
        func both(_ lower: Int, _ upper: Int) -> [ParameterAssignment] {
            [ParameterAssignment(name: order.lower, value: String(lower)), ParameterAssignment(name: order.upper, value: String(upper))]
        }
        if allows(order.upper, lower + gap) { return both(lower, lower + gap) }
        if allows(order.lower, upper - gap) { return both(upper - gap, upper) }
        return nil
    }
}
