import TestSupport
import Testing

@testable import Intake

/// What is wrong with rows only when they are seen together, or beside what is stored.
@Suite("Import: rows together")
struct ImportChecksTests {
    private static let users = "user_id,created_at\nc1,2025-01-01\nc2,2025-01-01\n"

    @Test("a customer twice")
    func customerTwice() async throws {
        try await TestDatabase.withMigrated { database in
            let users = "user_id,created_at\nc1,2025-01-01\n\nc2,2025-01-01\nc1,2025-01-02\n00c1,2025-01-01\nc1,2025-01-02\n"
            let problems = try await database.problems(["users.csv": users])
            #expect(
                problems == [
                    "users.csv:5: user_id: is the id of line 2 too; ids are given once",
                    "users.csv:7: user_id: is the id of line 2 too; ids are given once",
                ])
        }
    }

    @Test(
        "an id given twice",
        arguments: [
            (
                "usage_events.csv",
                "user_id,event_type,occurred_at,event_id\nc1,login,2025-01-02,E\nc1,login,2025-01-03,\nc2,login,2025-01-03,E\n", "event_id"
            ),
            (
                "support_tickets.csv",
                "user_id,status,opened_at,ticket_id\nc1,open,2025-01-02,E\nc1,open,2025-01-02,\nc1,open,2025-01-03,E\n", "ticket_id"
            ),
            ("nps_surveys.csv", "user_id,score,survey_id\nc1,1,E\nc1,2,\nc1,3,E\n", "survey_id"),
            (
                "retention_campaigns.csv",
                "user_id,campaign_type,sent_at,id\nc1,critical,2025-01-02,E\nc1,critical,2025-01-02,\nc1,critical,2025-01-02,E\n", "id"
            ),
        ])
    func idTwice(file: String, content: String, column: String) async throws {
        try await TestDatabase.withMigrated { database in
            let problems = try await database.problems(["users.csv": Self.users, file: content])
            #expect(
                problems
                    == ["\(file):4: \(column): is the id of line 2 too; ids are given once"])
        }
    }

    @Test(
        "a customer whom nobody knows",
        arguments: [
            (
                "usage_events.csv",
                "event_type,user_id,occurred_at\nlogin,c1,2025-01-02\n\"log\nin\",\"c 3\",2025-01-02\nlogin,c4,2025-01-02\n"
            ),
            ("support_tickets.csv", "status,user_id,opened_at\nopen,c1,2025-01-02\n\"op\nen\",\"c 3\",2025-01-02\nopen,c4,2025-01-02\n"),
            ("nps_surveys.csv", "feedback_text,user_id\n,c1\n\"a\nb\",\"c 3\"\n,c4\n"),
            (
                "retention_campaigns.csv",
                "variant,user_id,campaign_type,sent_at\n,c1,critical,2025-01-02\n\"a\nb\",\"c 3\",critical,2025-01-02\n,c4,critical,2025-01-02\n"
            ),
            ("exit_surveys.csv", "reason,user_id,submitted_at\nx,c1,2025-01-02\n\"a\nb\",\"c 3\",2025-01-02\nx,c4,2025-01-02\n"),
        ])
    func unknownCustomer(file: String, content: String) async throws {
        try await TestDatabase.withMigrated { database in
            let expected = [
                "\(file):3: user_id: “c 3” is neither in users.csv nor in the database",
                "\(file):5: user_id: “c4” is neither in users.csv nor in the database",
            ]
            #expect(try await database.problems(["users.csv": Self.users, file: content]) == expected)
            // One who is stored is known, though the file does not name them.
            _ = try await database.load(["users.csv": Self.users])
            #expect(try await database.problems(["users.csv": "user_id,created_at\n", file: content]) == expected)
            #expect(try await database.problems(["users.csv": "user_id,created_at\nc 3,2025-01-01\nc4,2025-01-01", file: content]) == [])
        }
    }

    @Test("problems of several files come together, in the order of files and lines")
    func together() async throws {
        try await TestDatabase.withMigrated { database in
            let events =
                "user_id,event_type,occurred_at,event_id\nc7,login,2025-01-02,A\nc1,login,2025-01-02,B\nc1,login,2025-01-02,B\nc8,login,2025-01-02,\n"
            let problems = try await database.problems([
                "users.csv": Self.users, "usage_events.csv": events, "exit_surveys.csv": "user_id,reason,submitted_at\nc9,x,2025-01-02\n",
            ])
            #expect(
                problems == [
                    "usage_events.csv:2: user_id: “c7” is neither in users.csv nor in the database",
                    "usage_events.csv:4: event_id: is the id of line 3 too; ids are given once",
                    "usage_events.csv:5: user_id: “c8” is neither in users.csv nor in the database",
                    "exit_surveys.csv:2: user_id: “c9” is neither in users.csv nor in the database",
                ])
        }
    }

    @Test("a beginning that moves behind the stored end")
    func storedOrder() async throws {
        try await TestDatabase.withMigrated { database in
            _ = try await database.load([
                "users.csv": "user_id,created_at,churned_at\nc1,2025-01-01,2025-02-01\nc2,2025-01-01,\n",
                "support_tickets.csv": "user_id,ticket_id,status,opened_at,closed_at\nc1,T,closed,2025-01-01,2025-01-03\n",
                "nps_surveys.csv": "user_id,survey_id,deployed_at,responded_at\nc1,S,2025-01-05,\n",
            ])
            let before = try await database.contents()
            #expect(
                try await database.problems(["users.csv": "user_id,created_at\nc2,2025-01-01\nc1,2025-03-01\n"])
                    == ["users.csv:3: created_at: is after the churned_at that is stored for this row"])
            #expect(
                try await database.problems([
                    "users.csv": Self.users, "support_tickets.csv": "user_id,ticket_id,status,opened_at\nc1,T,closed,2025-01-04\n",
                ]) == ["support_tickets.csv:2: opened_at: is after the closed_at that is stored for this row"])
            #expect(
                try await database.problems([
                    "users.csv": Self.users, "nps_surveys.csv": "user_id,survey_id,responded_at\nc1,S,2025-01-04\n",
                ])
                    == ["nps_surveys.csv:2: responded_at: is before the deployed_at that is stored for this row"])
            #expect(try await database.contents() == before)
        }
    }
}
