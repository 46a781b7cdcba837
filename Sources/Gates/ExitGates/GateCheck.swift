import Domain
public import Foundation
import Postgres
import Schema

/// One condition of a gate at a moment.
public struct GateCheck: Sendable, Hashable {
    public let name: CheckName
    public let state: GateState
    /// Nil where it is not known.
    public let value: Decimal?
    /// Nil where it is not known, or there is nothing to reach.
    public let target: Decimal?
    /// What was found, in words.
    public let found: String
    /// What would make it pass; nil of one that passes. Commands stand between backticks.
    public let needed: String?
    public let evidence: Evidence
    let asOf: Moment
}

extension GateCheck {
    init(_ row: Row, asOf: Moment) throws {
        let name: CheckName = try row["check_name"]
        self.init(
            name: name, state: try row["state"], value: try row["value"], target: try row["target"], found: try row["found"],
            needed: try row["needed"], evidence: try Evidence(name.columns, json: try row["evidence"]), asOf: asOf)
    }

    /// `84.38 %`
    public var valueText: String { value.map(name.text) ?? "–" }

    /// `at least 89.12 %`
    public var targetText: String { name.targetText(target) }

    /// Shows the same facts on a terminal.
    public var command: String { name.command(asOf: asOf) }

    var json: JSON {
        let panel = name.panel
        return .object([
            "check": .string(name.rawValue),
            "title": .string(name.title),
            "state": .string(state.rawValue),
            "value": .from(value),
            "value_text": .string(valueText),
            "target": .from(target),
            "target_text": .string(targetText),
            "found": .string(found),
            "needed": .from(needed),
            "evidence": evidence.json,
            "page": .string("/\(panel.dashboard.rawValue)#\(panel.id)"),
            "command": .string(command),
            "caveat": .from(name.caveat),
        ])
    }
}
