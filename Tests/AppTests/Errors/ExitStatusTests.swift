import CustomerMetrics
import Domain
import Foundation
import Postgres
import Schema
import TestSupport
import Testing

@testable import App

@Suite("The exit status")
struct ExitStatusTests {
    @Test("has the numbers of sysexits.h")
    func numbers() {
        #expect(ExitStatus.allCases.map(\.rawValue) == [0, 64, 65, 69, 70, 77, 78])
    }

    @Test("of an error that nobody thought of is that of a bug")
    func unknown() {
        #expect(ExitStatus(CancellationError()) == .bug)
        #expect(ExitStatus(PostgresError.misuse("x")) == .bug)
    }

    @Test("tells bad data, configuration, rights and reach apart")
    func kinds() {
        #expect(ExitStatus(CustomerLookupError.noCustomer("x")) == .badData)
        #expect(ExitStatus(PostgresError.configuration("x")) == .badConfiguration)
        #expect(ExitStatus(SchemaError.databaseIsNewer(database: 2, program: 1)) == .badConfiguration)
        #expect(ExitStatus(SchemaError.notPermitted(role: "x", database: "y")) == .notPermitted)
        #expect(ExitStatus(ClusterError.noServerPrograms(tooOld: [])) == .unavailable)
        #expect(ExitStatus(ClusterError.system(operation: "write", path: "/x", errno: EACCES)) == .notPermitted)
        #expect(ExitStatus(ClusterError.system(operation: "write", path: "/x", errno: ENOSPC)) == .unavailable)
    }

    /// The error that a statement or an address ends with.
    private func error(_ body: () async throws -> Void) async -> PostgresError? {
        do {
            try await body()
            return nil
        } catch {
            return error as? PostgresError
        }
    }

    @Test("of a database that does not answer, or is not there, is that of unavailability")
    func unreachable() async throws {
        let nobody = await error { _ = try await Connection.open(ConnectionConfiguration(url: "host=/nonesuch dbname=x")) }
        #expect(nobody?.exitStatus == .unavailable)
        #expect(nobody?.remedy?.contains("mainstay doctor") == true)
        try await TestDatabase.withEmpty { database in
            let missing = await error { _ = try await Connection.open(database.configuration.with(database: "nonesuch")) }
            #expect(missing?.exitStatus == .unavailable)
        }
    }

    @Test("of a statement is that of missing rights, or of a bug")
    func statements() async throws {
        try await TestDatabase.withMigrated { database in
            let unprivileged = await error {
                let connection = try await Connection.open(database.unprivilegedConfiguration)
                _ = try await connection.query("SELECT FROM mainstay.users")
            }
            #expect(unprivileged?.exitStatus == .notPermitted)
            let readOnly = await error {
                try await database.pool.transaction(.snapshot) { _ = try await $0.execute("DELETE FROM mainstay.users") }
            }
            #expect(readOnly?.exitStatus == .notPermitted)
            let wrong = await error { _ = try await database.pool.query("SELECT nonesuch") }
            #expect(wrong?.exitStatus == .bug)
            let zeroByte = await error { _ = try await database.pool.query("SELECT \("a\0b")") }
            #expect(zeroByte?.exitStatus == .badData)
        }
    }
}
