public import Domain
public import Postgres

/// Makes dashboards of the answers to the questions.
///
/// Every figure is one that a question gives, so a page, an export and `mainstay metrics` cannot disagree.
public enum Dashboards {
    /// - Parameters:
    ///   - asOf: nothing that happened later is in the dashboard.
    ///   - takenAt: the moment of the call.
    ///   - connection: in a transaction that sees the database as it stands at one moment, or panels may contradict each other.
    /// - Throws: ``PostgresError``.
    public static func compose(
        _ name: DashboardName, asOf: Moment, takenAt: Moment, on connection: Connection
    ) async throws -> Dashboard {
        try await compose(name, asOf: asOf, takenAt: takenAt, on: [connection])
    }

    /// - Parameter connections: at least one, each in a transaction that sees the same state of the database; questions are asked on all at a time.
    static func compose(
        _ name: DashboardName, asOf: Moment, takenAt: Moment, on connections: [Connection]
    ) async throws -> Dashboard {
        let line = QuestionLine(name.questions)
        let panels = try await withThrowingTaskGroup(of: [Panel].self) { group in
            for connection in connections {
                group.addTask {
                    var panels: [Panel] = []
                    while let question = line.next() { panels += try await question(asOf, connection) }
                    return panels
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        let places = Dictionary(uniqueKeysWithValues: name.panelOrder.enumerated().map { ($0.element, $0.offset) })
        return Dashboard(
            name: name, title: name.title, asOf: asOf, takenAt: takenAt,
            panels: panels.sorted { places[$0.id] ?? .max < places[$1.id] ?? .max })
    }
}
