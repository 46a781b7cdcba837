/// Reads the records of a CSV file (RFC 4180) one after the other, without holding the file in memory.
///
/// A quoted field may contain separators, line ends and doubled quotes; lines end with LF, CRLF or CR; a byte-order mark and empty lines
/// are skipped. Fields are looked at where they were read: they are valid until the next call of `next`.
struct CSVReader: ~Copyable {
    enum Step: Equatable {
        case record
        case end
        /// The record with this fault is skipped; unless the fault ends the file, reading can go on.
        case fault(CSVFault, line: Int)
    }

    /// One row may not need more memory than this.
    static let longestRecord = 1 << 24

    private let input: InputFile
    private var buffer: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    /// The part of the buffer that was read from the file and not yet looked at.
    private var position = 0
    private var limit = 0
    private var isLast = false
    private var hasStarted = false
    private var fields: [RecordScanner.Field] = []
    private var nextLine = 1

    /// The line in which the record begins, from 1; line ends inside quotes count.
    private(set) var line = 1
    /// How many bytes of the file have been read.
    private(set) var bytesRead = 0

    /// - Parameter chunkSize: bytes read at a time; small ones are for tests.
    init(_ input: consuming InputFile, chunkSize: Int = 1 << 18) {
        self.input = input
        capacity = max(chunkSize, 4)
        buffer = .allocate(capacity: capacity)
        fields.reserveCapacity(32)
    }

    deinit { buffer.deallocate() }

    /// Bytes of the whole file.
    var size: Int { input.size }

    var fieldCount: Int { fields.count }

    /// A field of the record, without its quotes and with doubled quotes made single.
    func field(_ index: Int) -> FieldBytes {
        let field = fields[index]
        return FieldBytes(start: buffer + field.start, count: field.end - field.start)
    }

    /// The same, empty where the file does not have the column.
    func field(at position: Int?) -> FieldBytes {
        guard let position else { return FieldBytes(start: nil, count: 0) }
        return field(position)
    }

    /// An upper bound for the bytes of all fields together.
    private(set) var recordSize = 0

    /// Goes to the next record.
    mutating func next() -> Step {
        if !hasStarted, let fault = start() { return .fault(fault, line: 1) }
        while true {
            if position == limit {
                if isLast { return .end }
                guard refill() else { return .fault(.unreadable, line: nextLine) }
                continue
            }
            if skippedLineEnd() { continue }
            line = nextLine
            fields.removeAll(keepingCapacity: true)
            var scanner = RecordScanner(bytes: buffer, from: position, to: limit, isLast: isLast, line: nextLine)
            if scanner.scan(into: &fields) == .complete { return finish(scanner) }
            if isLast { return .fault(.unterminatedQuote, line: scanner.openQuoteLine ?? line) }
            if limit - position >= Self.longestRecord {
                return .fault(scanner.openQuoteLine == nil ? .endlessRow : .unterminatedQuote, line: scanner.openQuoteLine ?? line)
            }
            guard refill() else { return .fault(.unreadable, line: nextLine) }
        }
    }

    private mutating func finish(_ scanner: RecordScanner) -> Step {
        let record = position..<scanner.index
        position = scanner.index
        nextLine = scanner.line
        recordSize = record.count
        if let (fault, line) = scanner.fault { return .fault(fault, line: line) }
        if !scanner.isASCII {
            let bytes = FieldBytes(start: buffer + record.lowerBound, count: record.count)
            if let offset = UTF8Check.firstInvalidByte(in: bytes) {
                let linesBefore = LineCount.ends(in: FieldBytes(rebasing: bytes[..<offset]))
                return .fault(.notUTF8(byte: bytes[offset]), line: line + linesBefore)
            }
        }
        for index in fields.indices where fields[index].hasDoubledQuotes { undoubleQuotes(of: index) }
        return .record
    }

    /// Closes the gaps in place: the field only gets shorter.
    private mutating func undoubleQuotes(of index: Int) {
        let field = fields[index]
        var target = field.start
        var source = field.start
        while source < field.end {
            let byte = buffer[source]
            buffer[target] = byte
            target += 1
            source += byte == UInt8(ascii: "\"") ? 2 : 1
        }
        fields[index].end = target
    }

    private mutating func skippedLineEnd() -> Bool {
        let byte = buffer[position]
        guard byte == RecordScanner.lineFeed || byte == RecordScanner.carriageReturn else { return false }
        if byte == RecordScanner.carriageReturn {
            if position + 1 == limit, !isLast, refill() { return true }
            if position + 1 < limit, buffer[position + 1] == RecordScanner.lineFeed { position += 1 }
        }
        position += 1
        nextLine += 1
        return true
    }

    /// Looks at the first bytes, which tell the encoding.
    private mutating func start() -> CSVFault? {
        hasStarted = true
        while limit < 4, !isLast {
            guard refill() else { return .unreadable }
        }
        func begins(_ bytes: UInt8...) -> Bool {
            limit >= bytes.count && bytes.indices.allSatisfy { buffer[$0] == bytes[$0] }
        }
        if begins(0xFF, 0xFE) || begins(0xFE, 0xFF) { return .utf16 }
        // Without a mark, the zero bytes of the first letters give it away.
        if limit >= 2, (buffer[0] == 0) != (buffer[1] == 0) { return .utf16 }
        if begins(0xEF, 0xBB, 0xBF) { position = 3 }
        return nil
    }

    /// Moves what is left to the front of the buffer, makes that larger when it is full, and reads on.
    ///
    /// - Returns: false when the file cannot be read.
    private mutating func refill() -> Bool {
        let rest = limit - position
        if rest == capacity {
            let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: 2 * capacity)
            larger.update(from: buffer, count: limit)
            buffer.deallocate()
            buffer = larger
            capacity *= 2
        } else if position > 0 {
            buffer.update(from: buffer + position, count: rest)
        }
        (position, limit) = (0, rest)
        guard let count = input.read(into: buffer + limit, count: capacity - limit) else { return false }
        limit += count
        bytesRead += count
        isLast = count == 0
        return true
    }
}

/// Counts physical lines.
private enum LineCount {
    /// LF, CRLF and CR end a line each.
    static func ends(in bytes: FieldBytes) -> Int {
        var count = 0
        for (index, byte) in bytes.enumerated() {
            if byte == RecordScanner.lineFeed
                || (byte == RecordScanner.carriageReturn && (index + 1 == bytes.count || bytes[index + 1] != RecordScanner.lineFeed))
            {
                count += 1
            }
        }
        return count
    }
}
