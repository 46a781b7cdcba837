import Foundation

/// The rows of one file on their way into staging, and what is found wrong on the way.
struct FileRows: ~Copyable {
    let file: ImportFile
    let plan: HeaderPlan
    private var reader: CSVReader
    private var encoder: RowEncoder
    private var problemLimit: Int
    /// A record that is read but did not fit into the block.
    private var hasRecord = false
    private var hasEnded = false

    private(set) var rows = 0
    private(set) var problems: [ImportProblem] = []
    /// There were more problems than the limit.
    private(set) var problemsOverflowed = false

    /// A part of the rows, encoded for COPY.
    struct Block: Sendable {
        let bytes: [UInt8]
        /// Rows of the file read so far.
        let rowsRead: Int
        /// Bytes of the file read so far.
        let bytesRead: Int
    }

    private static let blockSize = 1 << 18

    /// Opens the file and reads its header.
    ///
    /// - Parameter problemLimit: how many problems to collect before giving up.
    /// - Throws: ``ImportError/unreadable(path:reason:)``. A header that is wrong is among `problems`.
    init(_ file: ImportFile, path: String, problemLimit: Int) throws(ImportError) {
        let input = try InputFile(path: path)
        // Of the files that people have, events have the shortest rows.
        let expectedRows = input.size / 40
        var reader = CSVReader(input)
        var plan = HeaderPlan(file, header: [])
        var problems: [ImportProblem] = []
        var hasEnded = true
        switch reader.next() {
        case .record:
            plan = HeaderPlan(file, header: (0..<reader.fieldCount).map { reader.field($0).text })
            problems = plan.problems.map { ImportProblem(file: file.name, line: reader.line, column: $0.column, message: $0.message) }
            hasEnded = !problems.isEmpty
        case .end:
            let message = "is empty; its first line must name its columns"
            problems = [ImportProblem(file: file.name, line: nil, column: nil, message: message)]
        case .fault(let fault, let line):
            problems = [ImportProblem(file: file.name, line: line, column: nil, message: fault.message)]
        }
        self.file = file
        self.plan = plan
        self.reader = reader
        self.encoder = RowEncoder(file, plan, expectedRows: expectedRows)
        self.problemLimit = problemLimit
        self.hasEnded = hasEnded
        self.problems = Array(problems.prefix(problemLimit))
        problemsOverflowed = problems.count > problemLimit
    }

    var suspects: Int { encoder.suspects }
    var givenIDs: Int { encoder.givenIDs }
    var warnings: [String] { plan.warnings + encoder.doubts.warnings }

    /// The next rows; nil after the last. Rows with problems are left out, and once there is a problem the block is empty: nothing will
    /// be stored, the rest of the file is only looked through.
    mutating func nextBlock() -> Block? {
        if hasEnded { return nil }
        var capacity = Self.blockSize
        if hasRecord { capacity = max(capacity, encoder.room(for: reader)) }
        let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { memory, count in
            guard let base = memory.baseAddress else { return }
            var buffer = RowBuffer(base)
            fill(&buffer, capacity: memory.count)
            count = problems.isEmpty ? buffer.count : 0
        }
        return Block(bytes: bytes, rowsRead: rows, bytesRead: reader.bytesRead)
    }

    private mutating func fill(_ buffer: inout RowBuffer, capacity: Int) {
        var mistakes: [RowMistake] = []
        while true {
            if !hasRecord {
                switch reader.next() {
                case .record:
                    rows += 1
                    guard reader.fieldCount == plan.columnCount else {
                        note(raggedMessage)
                        if hasEnded { return }
                        continue
                    }
                    hasRecord = true
                case .end:
                    hasEnded = true
                    return
                case .fault(let fault, let line):
                    rows += 1
                    note(fault.message, line: line)
                    if fault.endsFile { hasEnded = true }
                    if hasEnded { return }
                    continue
                }
            }
            if !problems.isEmpty { buffer.forget(from: 0) }
            guard capacity - buffer.count >= encoder.room(for: reader) else { return }
            encoder.encode(reader, into: &buffer, &mistakes)
            hasRecord = false
            if !mistakes.isEmpty {
                for mistake in mistakes {
                    note(mistake.mistake.message(about: mistake.value), column: mistake.column)
                }
                mistakes.removeAll(keepingCapacity: true)
                if hasEnded { return }
            }
        }
    }

    private var raggedMessage: String {
        let counted = reader.fieldCount == 1 ? "1 field" : "\(reader.fieldCount) fields"
        return "has \(counted) where the header names \(plan.columnCount) columns"
    }

    private mutating func note(_ message: String, column: String? = nil, line: Int? = nil) {
        guard problems.count < problemLimit else {
            problemsOverflowed = true
            hasEnded = true
            return
        }
        problems.append(ImportProblem(file: file.name, line: line ?? reader.line, column: column, message: message))
    }
}
