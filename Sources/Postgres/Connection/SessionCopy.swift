internal import CLibPQ

extension Session {
    func beginCopy(_ direction: CopyDirection, _ sql: SQL, _ site: CallSite) throws(PostgresError) {
        let text = sql.text
        guard sql.bindings.isEmpty else { throw .encoding("COPY takes no bound values", statement: text) }
        try checkAlive(before: text)
        guard let result = LibPQResult(PQexec(link, text)) else { throw lost(text) }
        switch (result.status, direction) {
        case (PGRES_COPY_IN, .intoServer):
            // Not blocking while sending, so that an error of the server is heard before everything is sent.
            _ = PQsetnonblocking(link, 1)
        case (PGRES_COPY_OUT, .outOfServer):
            break
        case (PGRES_FATAL_ERROR, _), (PGRES_BAD_RESPONSE, _):
            throw failure(result, text, site)
        case (PGRES_COPY_IN, _), (PGRES_COPY_OUT, _):
            isBroken = true
            throw .misuse("the COPY goes in the other direction [\(text)]")
        default:
            throw .misuse("not a COPY from or to the program [\(text)]")
        }
        copy = direction
    }

    /// Sends a part of the data; parts may end anywhere.
    func put(_ part: [UInt8], _ statement: String, _ site: CallSite) throws(PostgresError) {
        guard copy == .intoServer else { throw .misuse("the COPY has ended [\(statement)]") }
        var sent = 0
        while sent < part.count {
            try checkServerContent(statement, site)
            let count = min(part.count - sent, 1 << 18)
            let outcome = part.withUnsafeBytes { bytes in
                let start = bytes.baseAddress?.advanced(by: sent).assumingMemoryBound(to: CChar.self)
                return PQputCopyData(link, start, Int32(count))
            }
            switch outcome {
            case 1: sent += count
            case 0: break
            default: throw try failedCopy(statement, site)
            }
            try flush(statement, site)
        }
    }

    private func flush(_ statement: String, _ site: CallSite) throws(PostgresError) {
        while true {
            switch PQflush(link) {
            case 0: return
            case 1:
                Socket.waitForRoomOrNews(PQsocket(link))
                try checkServerContent(statement, site)
            default: throw try failedCopy(statement, site)
            }
        }
    }

    /// While data flows to it the server speaks only to complain: an error is a message that starts with E.
    private func checkServerContent(_ statement: String, _ site: CallSite) throws(PostgresError) {
        guard Socket.isReadable(PQsocket(link)) else { return }
        if PQsslInUse(link) == 0 {
            if Socket.nextByte(PQsocket(link)) == UInt8(ascii: "E") { throw try failedCopy(statement, site) }
        }
        if PQconsumeInput(link) == 0 { throw lost(statement) }
    }

    /// The error that ended the COPY from the server's side.
    private func failedCopy(_ statement: String, _ site: CallSite) throws(PostgresError) -> PostgresError {
        do {
            _ = try endCopy(failing: "the data ends here", statement, site)
        } catch {
            return error
        }
        return lost(statement)
    }

    /// Ends a COPY to the server.
    ///
    /// - Parameter reason: why the data is not complete: the server then forgets what it got. `nil` when it is complete.
    /// - Returns: the number of rows copied.
    func endCopy(failing reason: String?, _ statement: String, _ site: CallSite) throws(PostgresError) -> Int {
        guard copy == .intoServer else { throw .misuse("the COPY has ended [\(statement)]") }
        copy = nil
        _ = PQsetnonblocking(link, 0)
        let sent = reason.map { PQputCopyEnd(link, $0) } ?? PQputCopyEnd(link, nil)
        guard sent == 1 else { throw lost(statement) }
        return try remainingResults(statement, site)
    }

    /// The next part of the data, in whole rows; `nil` at its end.
    func nextCopyPart(_ statement: String, _ site: CallSite) throws(PostgresError) -> [UInt8]? {
        guard copy == .outOfServer else { return nil }
        let partSize = 1 << 16
        var part: [UInt8] = []
        part.reserveCapacity(partSize + partSize / 4)
        while part.count < partSize {
            var row: UnsafeMutablePointer<CChar>?
            let count = PQgetCopyData(link, &row, 0)
            guard count > 0, let row else {
                copy = nil
                if count == -2 { throw lost(statement) }
                _ = try remainingResults(statement, site)
                return part.isEmpty ? nil : part
            }
            part.append(contentsOf: UnsafeRawBufferPointer(start: row, count: Int(count)))
            PQfreemem(row)
        }
        return part
    }

    /// Reads what is left of a COPY from the server that was cancelled.
    func drainCopy() {
        while copy == .outOfServer {
            var row: UnsafeMutablePointer<CChar>?
            if PQgetCopyData(link, &row, 0) < 0 { copy = nil }
            PQfreemem(row)
        }
        while let rest = PQgetResult(link) { PQclear(rest) }
    }

    private func remainingResults(_ statement: String, _ site: CallSite) throws(PostgresError) -> Int {
        var rows = 0
        var problem: PostgresError?
        while let result = LibPQResult(PQgetResult(link)) {
            switch result.status {
            case PGRES_COMMAND_OK: rows = result.affectedRows
            default: problem = problem ?? failure(result, statement, site)
            }
            if PQstatus(link) == CONNECTION_BAD { break }
        }
        if let problem { throw problem }
        return rows
    }
}
