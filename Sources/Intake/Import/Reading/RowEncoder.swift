import Domain

/// Turns the records of a file into staged rows, value by value.
///
/// A staged row is: `line`, `repeats` (see ``Repeats``), `row_id`, the file's stored columns, and `external_id` where the table keeps one.
struct RowEncoder {
    /// Whether the row's id may stand for an earlier row of the file too.
    enum Repeats: Int16 {
        case certainlyNew = 0
        /// An id made of the content: then the row is an honest repeat.
        case perhapsContent = 1
        /// An id given by the source: then it is a mistake.
        case perhapsGiven = 2
    }

    /// Bytes in front of the first value: number of fields, line, repeats and id, each with its length.
    private static let prefixSize = 2 + 12 + 6 + 20

    private let columns: [ImportColumn]
    private let plan: HeaderPlan
    private let identity: RowIdentity
    private let orders: [(earlier: Int, later: Int)]
    private let keepsExternalID: Bool
    private let idColumn: String
    private let requiresID: Bool
    private var filter: RepeatFilter
    private var lastCustomer = CustomerMemory()
    /// The times of the row, by column.
    private var moments: [Moment?]

    /// Rows whose id may be a repetition.
    private(set) var suspects = 0
    private(set) var givenIDs = 0
    private(set) var doubts = Doubts()

    init(_ file: ImportFile, _ plan: HeaderPlan, expectedRows: Int) {
        self.plan = plan
        idColumn = file.identity.fileColumn ?? file.identity.tableColumn
        requiresID = file.columns.contains { $0.name == file.identity.fileColumn && $0.isRequired }
        columns = file.storedColumns
        identity = RowIdentity(file)
        let names = columns.map(\.name)
        orders = file.order.compactMap { order in
            guard let earlier = names.firstIndex(of: order.earlier), let later = names.firstIndex(of: order.later) else { return nil }
            return (earlier, later)
        }
        keepsExternalID = file.identity.externalColumn != nil
        filter = RepeatFilter(rows: expectedRows)
        moments = Array(repeating: nil, count: names.count)
    }

    /// Names and types of the staged columns, in order.
    static func stagedColumns(of file: ImportFile) -> [(name: String, type: String)] {
        [("line", "bigint"), ("repeats", "smallint"), ("row_id", "uuid")]
            + file.storedColumns.map { ($0.name, $0.stagingType) }
            + (file.identity.externalColumn == nil ? [] : [("external_id", "text")])
    }

    /// The most bytes that a record can need.
    func room(for reader: borrowing CSVReader) -> Int {
        // No value is larger than its text or 16 bytes, but the customer's id may be kept as text besides.
        Self.prefixSize + 2 * reader.recordSize + 20 * (columns.count + 1)
    }

    /// Encodes the reader's record; appends what is wrong with it to `mistakes`, and then leaves no row.
    mutating func encode(_ reader: borrowing CSVReader, into buffer: inout RowBuffer, _ mistakes: inout [RowMistake]) {
        let start = buffer.count
        let mistakesBefore = mistakes.count
        buffer.skip(Self.prefixSize)
        let contentStart = buffer.count
        var contentEnd = contentStart
        for (index, column) in columns.enumerated() {
            moments[index] = nil
            let field = reader.field(at: plan.positions[index])
            guard !field.isEmpty else {
                if column.isRequired { mistakes.append(RowMistake(column: column.name, mistake: .missing, value: "")) }
                buffer.putNull()
                continue
            }
            do {
                try encode(field, column, index, &buffer)
                contentEnd = buffer.count
            } catch {
                mistakes.append(RowMistake(column: column.name, mistake: error, value: field.text))
            }
        }
        for order in orders {
            guard let earlier = moments[order.earlier], let later = moments[order.later], later < earlier else { continue }
            mistakes.append(
                RowMistake(
                    column: columns[order.later].name, mistake: .before(column: columns[order.earlier].name, moment: earlier),
                    value: later.iso8601))
        }
        let external = encodeIdentity(
            reader.field(at: plan.idPosition), content: contentStart..<contentEnd, start: start, &buffer, &mistakes)
        if keepsExternalID {
            if let external { buffer.put(text: external) } else { buffer.putNull() }
        }
        guard mistakes.count == mistakesBefore else { return buffer.forget(from: start) }
        buffer.put(Int16(truncatingIfNeeded: 3 + columns.count + (keepsExternalID ? 1 : 0)), at: start)
        buffer.put(Int32(8), at: start + 2)
        buffer.put(Int64(reader.line), at: start + 6)
    }

    /// Writes the id and whether it may be a repetition.
    /// - Returns: the id at the source, where the table keeps it.
    private mutating func encodeIdentity(
        _ field: FieldBytes, content: Range<Int>, start: Int, _ buffer: inout RowBuffer,
        _ mistakes: inout [RowMistake]
    ) -> FieldBytes? {
        let id: UUIDBits
        var external: FieldBytes?
        let isGiven: Bool
        if !field.isEmpty {
            do {
                let identifier = try IdentifierField(field)
                id = identifier.bits
                if identifier.isExternal { external = field }
            } catch {
                mistakes.append(RowMistake(column: idColumn, mistake: error, value: field.text))
                return nil
            }
            isGiven = true
            givenIDs += 1
        } else if requiresID {
            mistakes.append(RowMistake(column: idColumn, mistake: .missing, value: ""))
            return nil
        } else {
            id = identity.first(content: buffer.bytes(content))
            isGiven = false
        }
        var repeats = Repeats.certainlyNew
        if filter.mayHaveSeen(id) {
            repeats = isGiven ? .perhapsGiven : .perhapsContent
            suspects += 1
        }
        buffer.put(Int32(2), at: start + 14)
        buffer.put(repeats.rawValue, at: start + 18)
        buffer.put(Int32(16), at: start + 20)
        buffer.put(id.high, at: start + 24)
        buffer.put(id.low, at: start + 32)
        return external
    }

    private mutating func encode(
        _ field: FieldBytes, _ column: ImportColumn, _ index: Int, _ buffer: inout RowBuffer
    ) throws(Mistake) {
        switch column.kind {
        case .customer, .rowID:
            buffer.put(try lastCustomer.bits(of: field))
        case .moment:
            let moment = try TimeField.moment(field)
            moments[index] = moment
            buffer.put(moment)
        case .date:
            buffer.put(try TimeField.date(field))
        case .text(let meaningful):
            if !meaningful.isEmpty, let meant = WordField.almost(field, meaningful) {
                doubts.note(Doubt(column: column.name, value: field.text, meant: meant))
            }
            buffer.put(text: field)
        case .word(let words):
            try WordField.check(field, isOneOf: words)
            buffer.put(text: field)
        case .whole(let range):
            buffer.putField(Int32(truncatingIfNeeded: try WholeNumberField.number(field, in: range)))
        case .amount(let integerDigits):
            buffer.putField(try AmountField.cents(field, integerDigits: integerDigits))
        }
    }
}

/// A value that a row cannot be loaded with.
struct RowMistake {
    let column: String
    let mistake: Mistake
    let value: String
}

/// The customer of the row before: files are often sorted by customer, and the mapping of an id costs a hash.
private struct CustomerMemory {
    private var source: [UInt8] = []
    private var known = UUIDBits(high: 0, low: 0)

    mutating func bits(of field: FieldBytes) throws(Mistake) -> UUIDBits {
        if field.equals(source) { return known }
        known = try IdentifierField(field).bits
        source.removeAll(keepingCapacity: true)
        source.append(contentsOf: field)
        return known
    }
}
