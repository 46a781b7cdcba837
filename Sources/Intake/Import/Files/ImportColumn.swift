/// A column that import reads from a file.
struct ImportColumn: Sendable {
    enum Kind: Sendable {
        /// The id of a customer.
        case customer
        /// The row's own id.
        case rowID
        case moment
        case date
        /// Free text, in which some words have a meaning of their own and must be spelt exactly.
        case text(meaningful: [WordField.Word])
        /// One of these words.
        case word([WordField.Word])
        case whole(ClosedRange<Int>)
        /// An amount with two decimals and at most so many digits before the point.
        case amount(integerDigits: Int)
    }

    let name: String
    let kind: Kind
    /// Whether the file must have it, and every row a value in it.
    let isRequired: Bool

    static func customer(_ name: String) -> ImportColumn { ImportColumn(name: name, kind: .customer, isRequired: true) }

    static func rowID(_ name: String) -> ImportColumn { ImportColumn(name: name, kind: .rowID, isRequired: false) }

    static func moment(_ name: String, required: Bool = false) -> ImportColumn {
        ImportColumn(name: name, kind: .moment, isRequired: required)
    }

    static func date(_ name: String) -> ImportColumn { ImportColumn(name: name, kind: .date, isRequired: false) }

    static func text(_ name: String, required: Bool = false, meaningful: [String] = []) -> ImportColumn {
        ImportColumn(name: name, kind: .text(meaningful: meaningful.map(WordField.Word.init)), isRequired: required)
    }

    static func word(_ name: String, required: Bool = false, _ words: [String]) -> ImportColumn {
        ImportColumn(name: name, kind: .word(words.map(WordField.Word.init)), isRequired: required)
    }

    static func whole(_ name: String, _ range: ClosedRange<Int> = 0...Int(Int32.max)) -> ImportColumn {
        ImportColumn(name: name, kind: .whole(range), isRequired: false)
    }

    static func amount(_ name: String, integerDigits: Int) -> ImportColumn {
        ImportColumn(name: name, kind: .amount(integerDigits: integerDigits), isRequired: false)
    }

    /// The type in which the value waits in staging. Amounts wait as hundredths: whole numbers need no parsing on the server.
    var stagingType: String {
        switch kind {
        case .customer, .rowID: "uuid"
        case .moment: "timestamptz"
        case .date: "date"
        case .text, .word: "text"
        case .whole: "integer"
        case .amount: "bigint"
        }
    }

    /// The value that the table holds, from a staged row.
    /// - Parameter row: the name by which the statement calls the staged row.
    func value(of row: String) -> String {
        switch kind {
        case .amount: "(\(row).\(name)::numeric / 100)::numeric(16, 2)"
        case .customer, .rowID, .moment, .date, .text, .word, .whole: "\(row).\(name)"
        }
    }
}
