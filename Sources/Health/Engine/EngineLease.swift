import Postgres

/// The right to be the one server that keeps scores fresh: an advisory lock of a session.
///
/// It lives as long as the session. A server that is killed, or that loses the database, loses session and lock together, and another takes
/// over at its next try; there is nothing to expire and no clock to compare. It needs a session of its own: not a pooler that hands sessions
/// from one statement to the next.
public struct EngineLease: Sendable {
    /// The lock's key, 'engine' in ASCII. The lock that batches take, one after the other, is another one.
    public static let key = 0x656e_6769_6e65

    let connection: Connection

    /// - Returns: nil when another server has it.
    static func take(_ configuration: ConnectionConfiguration) async throws -> EngineLease? {
        let connection = try await Connection.open(configuration)
        do {
            let rows = try await connection.query("SELECT pg_try_advisory_lock(\(key)) AS taken")
            guard try rows.first?.decode("taken") ?? false else {
                await connection.close()
                return nil
            }
            return EngineLease(connection: connection)
        } catch {
            await connection.close()
            throw error
        }
    }

    func giveBack() async { await connection.close() }
}
