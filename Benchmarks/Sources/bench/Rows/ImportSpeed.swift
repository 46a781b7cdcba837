import Domain
import Foundation
import Health
import Intake
import Postgres

/// A CSV file of usage events into a large company, indexes and queue on, against a bare COPY of the same file into a table without either.
///
/// It happens in a copy of the company, which grows from trial to trial; the company itself stays as it is.
struct ImportSpeed {
    let bench: Workbench

    private static let database = "bench_import"

    func measure() async throws -> [Measurement] {
        let company = try await bench.company()
        bench.narration.say("copying the company for imports")
        try await bench.server.createDatabase(Self.database, copying: company.database)
        let configuration = try bench.server.configuration(database: Self.database)
        let events = bench.scale.importedEvents
        bench.narration.say("importing \(Unit.grouped(events)) events, several times")
        let trials = try await configuration.withPool { pool in
            try await configuration.withConnection { connection in
                let trials = ImportTrials(connection: connection, pool: pool, clock: try await CompanyClock(on: connection))
                let files = EventFile.Series(folder: bench.folder, events: events, customers: try await EventFile.customers(on: connection))
                // The file was written a moment ago: both find it in memory.
                for _ in 0..<Rounds.few { try await trials.run(files.next(until: trials.clock.now)) }
                while await trials.areShort { try await trials.run(files.next(until: trials.clock.now)) }
                return await trials.samples
            }
        }
        try await bench.server.dropDatabase(Self.database)
        return result(trials, events, company)
    }

    private func result(_ trials: ImportTrials.Taken, _ events: Int, _ company: Company) -> [Measurement] {
        let count = Double(events)
        let rates = trials.load.map { count / $0 }
        let into = "into \(Unit.grouped(company.record.events))"
        return [
            .of("bare COPY of \(Unit.grouped(events)) events", trials.copy.map { count / $0 }, unit: .perSecond),
            .of("import of the same file \(into): the load", rates, unit: .perSecond),
            .ratio("the load, in bare COPYs per second", trials.copy.median / trials.load.median, target: .ratioAtLeast(0.35)),
            .of("the load, time", trials.load),
        ]
            + zip(ImportTrials.phases, trials.phases).map { .of("    of it \($0.name)", $1) }
            + [
                .of("the load and everybody's fresh scores", trials.untilFresh),
                .ratio("the same, in bare COPYs per second", trials.copy.median / trials.untilFresh.median),
                .of("the daily figures of the year, computed again", trials.figures),
            ]
    }
}
