import Postgres

/// Sessions and pools for the time of a piece of work.
extension ConnectionConfiguration {
    func withConnection<R>(_ work: (Connection) async throws -> R) async throws -> R {
        let connection = try await Connection.open(self)
        do {
            let result = try await work(connection)
            await connection.close()
            return result
        } catch {
            await connection.close()
            throw error
        }
    }

    func withPool<R>(_ work: (Pool) async throws -> R) async throws -> R {
        let pool = Pool(self, maximumConnections: 4)
        do {
            let result = try await work(pool)
            await pool.close()
            return result
        } catch {
            await pool.close()
            throw error
        }
    }
}
