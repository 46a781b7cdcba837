internal import CLibPQ

/// The columns of a result; shared by all results of one prepared statement.
final class Columns: Sendable {
    let names: [String]
    let types: [PostgresType]

    init(_ result: borrowing LibPQResult) {
        let count = PQnfields(result.pointer)
        names = (0..<count).map { index in PQfname(result.pointer, index).map { String(cString: $0) } ?? "" }
        types = (0..<count).map { index in PostgresType(oid: PQftype(result.pointer, index)) }
    }

    func index(of name: String) -> Int? {
        names.firstIndex(of: name)
    }
}

/// A result's values, copied out of libpq into one block, so that rows are plain values that any task may hold.
final class ResultTable: Sendable {
    let columns: Columns
    let rowCount: Int
    private let bytes: [UInt8]
    /// For each cell, row by row, where in `bytes` it ends; NULL as the complement of that.
    private let ends: [Int]

    init(_ result: borrowing LibPQResult, columns known: Columns?) {
        let pointer = result.pointer
        let columns = known ?? Columns(result)
        let rowCount = Int(PQntuples(pointer))
        let width = Int32(columns.names.count)
        var ends: [Int] = []
        ends.reserveCapacity(rowCount * Int(width))
        var end = 0
        for row in 0..<Int32(rowCount) {
            for column in 0..<width {
                let length = PQgetlength(pointer, row, column)
                if length == 0, PQgetisnull(pointer, row, column) != 0 {
                    ends.append(~end)
                } else {
                    end += Int(length)
                    ends.append(end)
                }
            }
        }
        bytes = [UInt8](unsafeUninitializedCapacity: end) { buffer, count in
            var cell = 0
            var start = 0
            for row in 0..<Int32(rowCount) {
                for column in 0..<width {
                    let end = ends[cell]
                    if end > start, let value = PQgetvalue(pointer, row, column), let base = buffer.baseAddress {
                        (base + start).update(from: UnsafeRawPointer(value).assumingMemoryBound(to: UInt8.self), count: end - start)
                        start = end
                    }
                    cell += 1
                }
            }
            count = end
        }
        self.columns = columns
        self.rowCount = rowCount
        self.ends = ends
    }

    func text(row: Int, column: Int) -> String? {
        let cell = row * columns.names.count + column
        let end = ends[cell]
        if end < 0 { return nil }
        let start = cell == 0 ? 0 : max(ends[cell - 1], ~ends[cell - 1])
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    var rows: [Row] {
        (0..<rowCount).map { Row(table: self, index: $0) }
    }
}
