internal import CLibPQ

/// Owns a `PGresult` until it is no longer used.
struct LibPQResult: ~Copyable {
    let pointer: OpaquePointer

    init?(_ pointer: OpaquePointer?) {
        guard let pointer else { return nil }
        self.pointer = pointer
    }

    deinit {
        PQclear(pointer)
    }

    var status: ExecStatusType { PQresultStatus(pointer) }

    var sqlState: SQLState? { errorField(pointer, "C").map(SQLState.init(rawValue:)) }

    /// The rows the command says it touched; 0 when it says nothing.
    var affectedRows: Int {
        PQcmdTuples(pointer).flatMap { Int(String(cString: $0)) } ?? 0
    }

    func serverError(statement: String, callSite: CallSite?) -> ServerError? {
        guard let sqlState else { return nil }
        func field(_ code: Character) -> String? { errorField(pointer, code) }
        return ServerError(
            sqlState: sqlState, severity: field("V") ?? field("S") ?? "ERROR", message: field("M") ?? "",
            detail: field("D"), hint: field("H"), context: field("W"), schema: field("s"), table: field("t"),
            column: field("c"), dataType: field("d"), constraint: field("n"), statement: statement,
            position: field("P").flatMap { Int($0) }, callSite: callSite, routine: field("R"))
    }
}

/// A field of an error or notice, by the protocol's one-letter code (`PG_DIAG_…`).
func errorField(_ result: OpaquePointer?, _ code: Character) -> String? {
    guard let ascii = code.asciiValue, let text = PQresultErrorField(result, Int32(ascii)) else { return nil }
    return String(cString: text)
}
