/// Finds the fields of one CSV record in a buffer, in a single pass over its bytes.
struct RecordScanner {
    /// A field's place in the buffer, its quotes left out.
    struct Field {
        var start: Int
        var end: Int
        var hasDoubledQuotes = false
    }

    enum Outcome {
        case complete
        /// The buffer ended inside the record: begin anew with more of the file.
        case incomplete
    }

    let bytes: UnsafeMutablePointer<UInt8>
    let limit: Int
    /// Nothing follows in the file, so that the end of the buffer ends the record.
    let isLast: Bool

    /// The next byte to look at; the byte after the record, once complete.
    private(set) var index: Int
    /// The physical line at `index`.
    private(set) var line: Int
    /// The line of the quote that opened the field in which the buffer ended.
    private(set) var openQuoteLine: Int?
    private(set) var fault: (fault: CSVFault, line: Int)?
    /// All bytes of the record, one over the other: tells whether it is ASCII.
    private var bits: UInt8 = 0

    private static let quote = UInt8(ascii: "\"")
    private static let comma = UInt8(ascii: ",")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")

    init(bytes: UnsafeMutablePointer<UInt8>, from index: Int, to limit: Int, isLast: Bool, line: Int) {
        (self.bytes, self.index, self.limit, self.isLast, self.line) = (bytes, index, limit, isLast, line)
    }

    var isASCII: Bool { bits < 0x80 }

    mutating func scan(into fields: inout [Field]) -> Outcome {
        while true {
            var field = Field(start: index, end: index)
            if index < limit, bytes[index] == Self.quote {
                guard scanQuoted(&field) else { return .incomplete }
                if index < limit, !endsField(bytes[index]) { note(.textAfterQuote) }
                skipToFieldEnd()
            } else {
                skipToFieldEnd()
                field.end = index
            }
            if index == limit, !isLast { return .incomplete }
            fields.append(field)
            if index == limit { return .complete }
            switch bytes[index] {
            case Self.comma:
                index += 1
            case Self.carriageReturn:
                if index + 1 == limit, !isLast { return .incomplete }
                index += index + 1 < limit && bytes[index + 1] == Self.lineFeed ? 2 : 1
                line += 1
                return .complete
            default:
                index += 1
                line += 1
                return .complete
            }
        }
    }

    /// - Returns: false when the buffer ended before it was clear where the field ends.
    private mutating func scanQuoted(_ field: inout Field) -> Bool {
        openQuoteLine = line
        index += 1
        field.start = index
        while index < limit {
            let byte = bytes[index]
            index += 1
            bits |= byte
            // Everything that matters here has a code at or below the quote's own.
            if byte > Self.quote { continue }
            if byte == Self.quote {
                if index == limit, !isLast { return false }
                guard index < limit, bytes[index] == Self.quote else {
                    openQuoteLine = nil
                    field.end = index - 1
                    return true
                }
                field.hasDoubledQuotes = true
                index += 1
            } else if byte == Self.lineFeed {
                line += 1
            } else if byte == Self.carriageReturn {
                if index == limit, !isLast { return false }
                if index == limit || bytes[index] != Self.lineFeed { line += 1 }
            } else if byte == 0 {
                note(.nulByte)
            }
        }
        return false
    }

    private mutating func skipToFieldEnd() {
        while index < limit {
            let byte = bytes[index]
            // Everything that matters here has a code at or below the comma's.
            if byte <= Self.comma {
                if endsField(byte) { return }
                if byte == Self.quote { note(.quoteInsideField) }
                if byte == 0 { note(.nulByte) }
            }
            bits |= byte
            index += 1
        }
    }

    private func endsField(_ byte: UInt8) -> Bool {
        byte == Self.comma || byte == Self.lineFeed || byte == Self.carriageReturn
    }

    private mutating func note(_ found: CSVFault) {
        if fault == nil { fault = (found, line) }
    }
}
