import Access
import Domain
import Foundation
import Synchronization
import Web

@testable import Gates

/// Gates of which one is passed, one unmet and one unknown, with words that a test chooses.
final class FixedGates: GateSource {
    struct Change: Hashable {
        /// Nil where the automatic baseline was given back.
        let percent: Decimal?
        let why: String
        let actor: AuditActor
    }

    private let text: String
    private let isSet: Bool
    private let hasRecords: Bool
    let asked = Mutex<[Moment]>([])
    let changes = Mutex<[Change]>([])

    init(text: String = "what was found", isSet: Bool = true, hasRecords: Bool = true) {
        (self.text, self.isSet, self.hasRecords) = (text, isSet, hasRecords)
    }

    func gates(asOf: Moment) async throws -> GateStory {
        asked.withLock { $0.append(asOf) }
        return GateStory(gates: gates(asOf), history: history, baseline: baseline(asOf))
    }

    func setBaseline(_ rate: BaselineRate, why: String, by actor: AuditActor, now: Moment) async throws {
        changes.withLock { $0.append(Change(percent: rate.percent, why: why, actor: actor)) }
    }

    func resetBaseline(why: String, by actor: AuditActor, now: Moment) async throws {
        changes.withLock { $0.append(Change(percent: nil, why: why, actor: actor)) }
    }

    private func gates(_ asOf: Moment) -> ExitGates {
        func check(_ name: CheckName, _ state: GateState) -> GateCheck {
            let cells = name.columns.map { column -> Evidence.Cell in
                switch column.kind {
                case .text: .text(text)
                case .moment: .moment(asOf)
                case .count, .percent, .points: .number(12)
                }
            }
            return GateCheck(
                name: name, state: state, value: state == .unknown ? nil : 42, target: state == .unknown ? nil : 50, found: text,
                needed: state == .passed ? nil : "Do it: `mainstay \(text)`",
                evidence: Evidence(columns: name.columns, rows: state == .unknown ? [] : [cells]), asOf: asOf)
        }
        return ExitGates(
            asOf: asOf,
            gates: [
                .init(
                    gate: .successSystemActive,
                    checks: [
                        check(.crmSyncing, .passed), check(.playbooksRunning, .passed), check(.scoresRefreshed, .passed),
                        check(.alertsDelivering, .passed),
                    ]),
                .init(
                    gate: .retentionImproving,
                    checks: [check(.baselineKnown, .passed), check(.retentionImproved, .unmet), check(.atRiskRecovery, .unknown)]),
                .init(
                    gate: .npsPositive,
                    checks: [check(.surveysDeployed, .passed), check(.npsResponses, .passed), check(.npsReached, .unknown)]),
            ])
    }

    private var history: GateHistory {
        guard hasRecords else { return GateHistory(days: 0, firstDay: nil, newestDay: nil, entries: []) }
        let (first, second) = (CivilDate(year: 2026, month: 10, day: 30), CivilDate(year: 2026, month: 10, day: 31))
        let turn = GateHistory.Turn(check: .retentionImproved, before: .passed, state: .unmet, value: 42, found: text)
        return GateHistory(
            days: 2, firstDay: first, newestDay: second,
            entries: [second, first].compactMap(\.self).enumerated().map { index, day in
                .init(
                    day: day, gate: .retentionImproving, before: index == 0 ? .passed : nil, state: index == 0 ? .unmet : .passed,
                    turns: [turn])
            })
    }

    private func baseline(_ asOf: Moment) -> Baseline {
        Baseline(
            asOf: asOf, rate: 80, cohort: isSet ? nil : Baseline.Cohort(month: Month(containing: asOf), size: 10, retained: 8),
            history: isSet ? [Baseline.Entry(setAt: asOf, setBy: "cli:ada", why: text, rate: 80)] : [])
    }
}
