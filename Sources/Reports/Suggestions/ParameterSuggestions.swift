import Domain
import Foundation
import Postgres
import Schema

/// Parameters worth a look, each with its evidence and the effect that another value would have had in the last 90 days: scores are functions of
/// stored facts, so they are computed again with it (docs/reports.md).
struct ParameterSuggestions: Sendable, Hashable {
    let asOf: Moment
    /// One customer in so many was looked at for the parameters of the score; 1 is everybody.
    let oneIn: Int
    /// Those with a proposal first.
    let suggestions: [Suggestion]

    static let windowDays = 90

    /// - Throws: `PostgresError`.
    static func fetch(asOf: Moment, on connection: Connection) async throws -> ParameterSuggestions {
        let parameters = try await Tunable.fetch(asOf: asOf, on: connection)
        let (warnings, oneIn) = try await warnings(parameters, asOf: asOf, on: connection)
        var all = warnings
        if let delay = try await delay(parameters, asOf: asOf, on: connection) { all.append(delay) }
        let worth = all.filter { $0.proposed != nil }
        return ParameterSuggestions(asOf: asOf, oneIn: oneIn, suggestions: worth + all.filter { $0.proposed == nil })
    }

    /// The parameters of the score whose other values are tried, with the steps from the present one, and what a warning is for each.
    private static let tried: [(name: String, steps: [Int], flags: WarningSuggestion.Flag)] = [
        ("at_risk_threshold", [-10, -5, 5, 10], .critical),
        ("healthy_threshold", [-10, -5, 5, 10], .unhealthy),
        ("ticket_penalty", [-5, 5, 10], .critical),
        ("low_login_days", [-14, -7, 7, 14], .critical),
    ]

    private static func warnings(
        _ parameters: [String: Tunable], asOf: Moment, on connection: Connection
    ) async throws -> ([Suggestion], Int) {
        let trials = tried.compactMap { name, steps, flags in
            parameters[name].map { tunable in
                WarningSuggestion.Trial(
                    tunable: tunable, flags: flags, values: steps.map { tunable.value + $0 }.filter { tunable.allows($0, parameters) })
            }
        }
        let changes = trials.flatMap { trial in trial.values.map { JSON.object([JSON.Member(trial.tunable.name, .from($0))]) } }
        let text = JSON.array([.object([] as [JSON.Member])] + changes).text()
        let rows = try await connection.query("SELECT * FROM mainstay.score_outcomes(\(asOf), \(text)::jsonb)")
        guard let first = rows.first, rows.count == changes.count + 1 else {
            throw PostgresError.misuse("score outcomes gave \(rows.count) rows for \(changes.count + 1) models")
        }
        var next = 1
        let suggestions = try trials.map { trial in
            defer { next += trial.values.count }
            return trial.suggestion(
                present: try WarningOutcome(first, trial.flags),
                others: try zip(trial.values, rows[next..<next + trial.values.count]).map { ($0, try WarningOutcome($1, trial.flags)) })
        }
        return (suggestions, try first["one_in"])
    }

    private static func delay(_ parameters: [String: Tunable], asOf: Moment, on connection: Connection) async throws -> Suggestion? {
        guard let tunable = parameters["critical_alert_delay_minutes"] else { return nil }
        let values = Set([0, 5, 15, 30, 60, tunable.value]).filter { (tunable.minimum...tunable.maximum).contains($0) }.sorted()
        let text = "{" + values.map(String.init).joined(separator: ",") + "}"
        let outcomes = try await connection.query(
            "SELECT * FROM mainstay.critical_falls(\(asOf), \(text)::integer[], \(windowDays)::integer)"
        )
        .map { DelayOutcome(minutes: try $0["delay"], falls: try $0["falls"], told: try $0["told"], overBefore: try $0["over_before"]) }
        return outcomes.first { $0.minutes == tunable.value }.map { tunable.suggestion(present: $0, all: outcomes) }
    }
}

extension WarningOutcome {
    init(_ row: Row, _ flags: WarningSuggestion.Flag) throws {
        let name = flags.rawValue
        self.init(customers: try row["customers"], gone: try row["gone"], flagged: try row[name], flaggedGone: try row["\(name)_gone"])
    }
}
