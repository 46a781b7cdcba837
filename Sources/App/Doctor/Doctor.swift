public import Delivery
public import Domain
public import Logging
public import Postgres

/// Looks at a database as Mainstay uses it and says what is wrong and what to do. Changes nothing.
///
/// Each look reads facts in one file and judges them there without the database. A look that fails, for instance for want of a right, is a
/// finding itself, and the others go on.
public struct Doctor: Sendable {
    private let clock: any MomentSource

    public init(clock: any MomentSource) { self.clock = clock }

    /// Looks at the database that the program would use. A private cluster is started for it, but never made.
    ///
    /// - Throws: `CancellationError`.
    public func examine(_ configuration: AppConfiguration, logger: Logger) async throws -> Diagnosis {
        let asOf = clock.now
        let (channels, settings) = Self.settings(configuration)
        switch configuration.database {
        case .address(let address):
            return Diagnosis(asOf: asOf, findings: try await examine(address: address, channels) + settings)
        case .privateCluster(let dataDirectory):
            let cluster = PrivateCluster(dataDirectory: dataDirectory) { $0.log(to: logger) }
            do {
                let status = try await cluster.status()
                guard status.state != .notCreated else { return Diagnosis(asOf: asOf, findings: [Self.notCreated(dataDirectory)]) }
                let findings = try await cluster.withLease { lease in try await examine(address: lease.url(), channels) }
                return Diagnosis(asOf: asOf, findings: [Self.cluster(status)] + findings + settings)
            } catch let error as ClusterError {
                return Diagnosis(asOf: asOf, findings: [.problem(error)])
            }
        }
    }

    /// The ways to send, and what is to be said about their settings. Unusable ones are a finding, since the rest can be looked at all the same.
    private static func settings(_ configuration: AppConfiguration) -> (ChannelSettings, [Finding]) {
        do {
            let doubts = try configuration.alertSettingDoubts()
            return (
                try configuration.channelSettings(),
                doubts.map { .warning(.routes, .alertSetting, $0.seen, remedy: $0.remedy) }
            )
        } catch {
            return (
                ChannelSettings(),
                [.problem(.routes, .alertSetting, "\(error)", remedy: "correct it: docs/delivery.md; serve does not start as it is")]
            )
        }
    }

    private func examine(address: String, _ channels: ChannelSettings) async throws -> [Finding] {
        var configuration = try ConnectionConfiguration(url: address)
        configuration.applicationName = "mainstay doctor"
        let findings = await examine(configuration, channels: channels)
        try Task.checkCancellation()
        return findings
    }

    /// - Parameter channels: the ways to send; each route is tried as far as one can without sending anything.
    /// - Returns: what was found, in the order of looking; at least one finding.
    public func examine(
        _ configuration: ConnectionConfiguration, channels: ChannelSettings = ChannelSettings()
    ) async -> [Finding] {
        let connection: Connection
        do {
            connection = try await Connection.open(configuration)
        } catch {
            return [Self.unreachable(error)]
        }
        let findings = await examine(connection, channels)
        await connection.close()
        return findings
    }

    private func examine(_ connection: Connection, _ channels: ChannelSettings) async -> [Finding] {
        var findings: [Finding] = []
        let server = await look(.connection, &findings) { try await ServerFacts.read(on: connection) }
        findings += server?.findings ?? []
        guard let server, server.isOldEnough else { return findings }

        let time = await look(.clock, &findings) { try await ClockFacts.read(on: connection, clock: clock) }
        findings += time?.findings ?? []
        let permissions = await look(.permissions, &findings) { try await PermissionFacts.read(on: connection) }
        findings += permissions?.findings ?? []
        guard let permissions, permissions.allowsWork else { return findings }

        let schema = await look(.schema, &findings) { try await SchemaFacts.read(on: connection) }
        findings += schema?.findings ?? []
        guard let schema, schema.hasTables else { return findings }

        let now = clock.now
        let serverNow = now.adding(microseconds: time?.offset ?? 0)
        findings += await look(.indexes, &findings) { try await IndexFacts.read(on: connection) }?.findings ?? []
        findings += await look(.triggers, &findings) { try await TriggerFacts.read(on: connection) }?.findings ?? []
        findings += await look(.parameters, &findings) { try await ParameterFacts.read(on: connection) }?.findings ?? []
        findings += await look(.model, &findings) { try await ModelFacts.read(on: connection) }?.findings ?? []
        findings +=
            await look(.engine, &findings) {
                try await EngineFacts.read(on: connection, now: now, serverNow: serverNow)
            }?.findings ?? []
        findings += await look(.reconcile, &findings) { try await ReconcileFacts.read(on: connection, now: now) }?.findings ?? []
        findings += await look(.tables, &findings) { try await TableFacts.read(on: connection) }?.findings ?? []
        findings += await look(.alerts, &findings) { try await AlertFacts.read(on: connection, now: now) }?.findings ?? []
        findings += await look(.routes, &findings) { try await RouteFacts.read(on: connection, channels, now: now) }?.findings ?? []
        return findings
    }

    private func look<Facts: Sendable>(
        _ topic: Finding.Topic, _ findings: inout [Finding], _ read: () async throws -> Facts?
    ) async -> Facts? {
        do {
            return try await read()
        } catch {
            findings.append(
                .problem(
                    topic, .lookFailed, "this could not be looked at: \(error)",
                    remedy: "mend what the message says, and run mainstay doctor again"))
            return nil
        }
    }

    private static func notCreated(_ folder: String) -> Finding {
        .warning(
            .cluster, .notCreated, "there is no database in \(folder) yet",
            remedy: "nothing: the first command that needs it makes it, such as mainstay import DIR or mainstay demo")
    }

    private static func cluster(_ status: ClusterStatus) -> Finding {
        let version = status.majorVersion.map { " of PostgreSQL \($0)" } ?? ""
        let manner =
            switch (status.state, status.isPinned) {
            case (.running, true): "runs until mainstay database stop"
            case (.running, false): "runs while a program uses it"
            default: "starts when a program needs it"
            }
        return .ok(.cluster, "the private database\(version) in \(status.dataDirectory) \(manner)")
    }

    private static func unreachable(_ error: any Error) -> Finding {
        let remedy: String
        switch (error as? PostgresError)?.sqlState {
        case .invalidPassword?, "28000"?: remedy = "check the role and its password in the address, and pg_hba.conf of the server"
        case .invalidDatabase?: remedy = "create the database, or correct its name in the address"
        case .tooManyConnections?: remedy = "end sessions that nobody needs, or raise max_connections"
        default: remedy = "start the server, or correct the address (--database-url, MAINSTAY_DATABASE_URL)"
        }
        return .problem(.connection, .unreachable, "\(error)", remedy: remedy)
    }
}
