import Domain
import Foundation
import Postgres
import Schema
import TestSupport
import Testing

@testable import Settings

@Suite("The stored parameters")
struct ParameterStoreTests {
    private let now = Moment(microseconds: 1_767_225_600_123_456)

    private func note(_ reason: String = "pilot") throws -> ChangeNote { try ChangeNote(by: "eva", why: reason) }

    private func assignments(_ commandLine: String) throws -> [ParameterAssignment] {
        try commandLine.split(separator: " ").map { try ParameterAssignment(String($0)) }
    }

    @Test("of a new database are those of the specification, in its order")
    func defaults() async throws {
        try await TestDatabase.withMigrated { database in
            let present = try await parameters(database)
            #expect(present == Specification.defaults)
        }
    }

    @Test("change together, with a record of who changed what when and why")
    func change() async throws {
        try await TestDatabase.withMigrated { database in
            let store = ParameterStore(database.pool)
            let outcome = try await store.set(
                assignments("nps_min_responses=80 ops_email=ops@example.com nps_target_score=30"), note: note("smaller base"), now: now)
            #expect(outcome.changes.map(\.name) == ["ops_email", "nps_min_responses"])
            #expect(outcome.changes.map(\.before) == ["ops@company.com", "100"])
            #expect(outcome.changes.map(\.after) == ["ops@example.com", "80"])
            #expect(outcome.changes.map(\.isStrategic) == [false, true])
            #expect(outcome.unchanged == ["nps_target_score"])
            #expect(outcome.model == nil)

            let present = try await parameters(database)
            #expect(try present.parameter("nps_min_responses").value == "80")
            #expect(try present.parameter("ops_email").value == "ops@example.com")
            let recorded = try await history(database)
            #expect(recorded.map(\.name) == ["nps_min_responses", "ops_email"])
            #expect(Set(recorded.map(\.changeSet)) == [try #require(outcome.changeSet)])
            #expect(
                recorded.allSatisfy {
                    $0.changedAt == now && $0.changedBy == "eva" && $0.reason == "smaller base" && $0.modelVersion == nil
                })
            #expect(try await history(database, of: "ops_email").map(\.before) == ["ops@company.com"])
            #expect(try await history(database, of: "ops_email").map(\.after) == ["ops@example.com"])
            #expect(try await models(database) == [1])
            #expect(try await everybodyEntries(database) == 0)
        }
    }

    @Test("of the health group make one model version and queue everybody, once for the whole change")
    func modelVersion() async throws {
        try await TestDatabase.withMigrated { database in
            let store = ParameterStore(database.pool)
            let before = try await everybodyEntries(database)
            let outcome = try await store.set(
                assignments("engagement_weight=50 support_weight=30 value_weight=20 nps_min_responses=80"), note: note(), now: now)
            #expect(outcome.model == ParameterOutcome.ModelVersion(number: 2, validFrom: now))
            #expect(try await models(database) == [1, 2])
            #expect(try await everybodyEntries(database) == before + 1)
            let model = try #require(
                try await database.pool.query(
                    "SELECT engagement_weight, support_weight, value_weight, ticket_penalty FROM mainstay.model_at(\(now))"
                ).first)
            #expect(try model.decode("engagement_weight") == 50)
            #expect(try model.decode("value_weight") == 20)
            #expect(try model.decode("ticket_penalty") == 10)
            let earlier = try #require(
                try await database.pool.query(
                    "SELECT engagement_weight FROM mainstay.model_at(\(now.adding(microseconds: -1)))"
                ).first)
            #expect(try earlier.decode("engagement_weight") == 40)
            // support_weight had its value; the version belongs to the model's parameters alone.
            let versions = try await history(database).map { [$0.name: $0.modelVersion] }
            #expect(versions == [["nps_min_responses": nil], ["value_weight": 2], ["engagement_weight": 2]])
        }
    }

    @Test("change nothing when they have the values already: no record, no model")
    func nothingToDo() async throws {
        try await TestDatabase.withMigrated { database in
            let store = ParameterStore(database.pool)
            let outcome = try await store.set(assignments("healthy_threshold=70 ticket_penalty=010"), note: note(), now: now)
            #expect(outcome.changes.isEmpty)
            #expect(outcome.unchanged == ["ticket_penalty", "healthy_threshold"])
            #expect(outcome.changeSet == nil)
            #expect(try await history(database).isEmpty)
            #expect(try await models(database) == [1])
        }
    }

    @Test("stay as they are, all of them, when one is refused")
    func refusal() async throws {
        try await TestDatabase.withMigrated { database in
            let store = ParameterStore(database.pool)
            await #expect(throws: ParameterRefusal.self) {
                try await store.set(assignments("nps_min_responses=80 engagement_weight=50"), note: note(), now: now)
            }
            let (present, recorded) = (try await parameters(database), try await history(database))
            #expect(present == Specification.defaults)
            #expect(recorded.isEmpty)
        }
    }

    @Test("return to their defaults, some or all")
    func reset() async throws {
        try await TestDatabase.withMigrated { database in
            let store = ParameterStore(database.pool)
            try await store.set(
                assignments("engagement_weight=50 value_weight=20 healthy_threshold=80 crm_platform=hubspot"), note: note(), now: now)
            let one = try await store.reset(["healthy_threshold"], note: note("pilot over"), now: now)
            #expect(one.changes.map(\.after) == ["70"])
            await #expect(throws: ParameterRefusal.self) { try await store.reset(["value_weight"], note: note(), now: now) }
            let all = try await store.reset(nil, note: note("start over"), now: now)
            #expect(all.changes.map(\.name) == ["engagement_weight", "value_weight", "crm_platform"])
            #expect(all.unchanged.count == 61)
            #expect(try await parameters(database) == Specification.defaults)
            #expect(try await models(database) == [1, 2, 3, 4])
            #expect(try await history(database, limit: 2).map(\.reason) == ["start over", "start over"])
            #expect(try await store.reset(nil, note: note(), now: now).changes.isEmpty)
        }
    }

    @Test("make models that follow one another strictly, also within one instant and when a clock runs behind")
    func modelsFollowOneAnother() async throws {
        try await TestDatabase.withMigrated { database in
            let store = ParameterStore(database.pool)
            let first = try await store.set(assignments("ticket_penalty=11"), note: note(), now: now)
            let second = try await store.set(assignments("ticket_penalty=12"), note: note(), now: now)
            let third = try await store.set(assignments("ticket_penalty=13"), note: note(), now: now.adding(days: -1))
            #expect(first.model?.validFrom == now)
            #expect(second.model?.validFrom == now.adding(microseconds: 1))
            #expect(third.model?.validFrom == now.adding(microseconds: 2))
            #expect(try await history(database, of: "ticket_penalty").map(\.changedAt) == [now.adding(days: -1), now, now])
        }
    }

    @Test("are judged one change after the other when two come at once")
    func concurrency() async throws {
        try await TestDatabase.withMigrated { database in
            let store = ParameterStore(database.pool)
            // Each alone is right, both together sum to 101: whoever comes second must see the first.
            let changes = ["engagement_weight=41 support_weight=29", "engagement_weight=39 value_weight=31"]
            let refusals = try await withThrowingTaskGroup(of: ParameterRefusal?.self) { group in
                for change in changes {
                    let (wanted, note) = (try assignments(change), try note(change))
                    group.addTask { [now] in
                        do {
                            _ = try await store.set(wanted, note: note, now: now)
                            return nil
                        } catch let refusal as ParameterRefusal {
                            return refusal
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            // 41/29 then 39/…/31 gives 39+29+31 = 99; 39/31 then 41/29 gives 41+29+31 = 101.
            #expect(refusals.compactMap { $0 }.flatMap(\.faults).map(\.code) == ["parameter-weights-sum"])
            let present = try await parameters(database)
            let weights = try WeightsRule.names.map { Int(try present.parameter($0).value) ?? 0 }
            #expect(weights.reduce(0, +) == 100)
            #expect(try await models(database) == [1, 2])
        }
    }

    @Test("wait for a change that is under way, and are judged by what it left")
    func waits() async throws {
        try await TestDatabase.withMigrated { database in
            let store = ParameterStore(database.pool)
            let other = try await database.connect()
            let note = try note()
            let waiting = try await other.transaction { connection in
                try await connection.execute("UPDATE mainstay.parameters SET value = '60' WHERE name = 'at_risk_threshold'")
                let change = Task { [now] in
                    try await store.set([ParameterAssignment(name: "healthy_threshold", value: "60")], note: note, now: now)
                }
                // The signal: the second change stands in line for the first one's row.
                while try await database.pool.query("SELECT FROM pg_locks WHERE NOT granted").isEmpty { await Task.yield() }
                return change
            }
            await #expect(throws: ParameterRefusal.self) { try await waiting.value }
            await other.close()
        }
    }

    @Test("hold twenty changes made at once, each recorded from what the one before left")
    func manyAtOnce() async throws {
        try await TestDatabase.withMigrated { database in
            let store = ParameterStore(database.pool)
            let note = try note()
            try await withThrowingTaskGroup { group in
                for value in 51...70 {
                    group.addTask { [now] in
                        try await store.set(
                            [
                                ParameterAssignment(name: "nps_min_responses", value: "\(value)"),
                                ParameterAssignment(name: "low_login_days", value: "\(value - 20)"),
                            ], note: note, now: now)
                    }
                }
                try await group.waitForAll()
            }
            let recorded = Array(try await history(database, of: "nps_min_responses").reversed())
            #expect(recorded.count == 20)
            #expect(zip(recorded, recorded.dropFirst()).allSatisfy { $0.after == $1.before })
            #expect(try await models(database).count == 21)
            let newest = try await database.pool.query(
                "SELECT low_login_days FROM mainstay.health_models ORDER BY model_version DESC LIMIT 1")
            #expect(try newest.first?.decode("low_login_days") == Int(try await parameters(database).parameter("low_login_days").value))
        }
    }

    @Test("tell the history of an unknown name from an empty one")
    func historyOfUnknown() async throws {
        try await TestDatabase.withMigrated { database in
            await #expect(throws: ParameterRefusal([.unknown(name: "ticket_penalti", nearest: "ticket_penalty")])) {
                try await history(database, of: "ticket_penalti")
            }
            let none = try await history(database, of: "ticket_penalty")
            #expect(none.isEmpty)
        }
    }

    private func parameters(_ database: TestDatabase) async throws -> Parameters {
        try await database.pool.withConnection { try await Parameters.fetch(on: $0) }
    }

    private func history(_ database: TestDatabase, of name: String? = nil, limit: Int = 100) async throws -> [RecordedChange] {
        try await database.pool.withConnection { try await RecordedChange.newest(of: name, limit: limit, on: $0) }
    }

    private func models(_ database: TestDatabase) async throws -> [Int] {
        try await database.pool.query("SELECT model_version FROM mainstay.health_models ORDER BY valid_from").map {
            try $0.decode("model_version")
        }
    }

    private func everybodyEntries(_ database: TestDatabase) async throws -> Int {
        try await database.pool.query("SELECT count(*) AS entries FROM mainstay.rescore_queue WHERE user_id IS NULL").first?
            .decode("entries") ?? 0
    }
}
