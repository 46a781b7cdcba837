/// Where a file has the columns that import reads, as its header tells.
struct HeaderPlan {
    /// Position in the file of each stored column, in their order; nil where the file does not have it.
    private(set) var positions: [Int?] = []
    /// Position of the column that gives the row's own id.
    private(set) var idPosition: Int?
    private(set) var columnCount = 0
    /// The columns of the file that import knows.
    private(set) var present: Set<String> = []
    private(set) var warnings: [String] = []
    /// What is wrong: the column, if it is one, and the message.
    private(set) var problems: [(column: String?, message: String)] = []

    init(_ file: ImportFile, header: [String]) {
        columnCount = header.count
        if let separator = Self.otherSeparator(in: header, file) {
            problems = [(nil, "its columns are separated by \(separator), not by commas; save it with commas")]
            return
        }
        let names = header.map { $0.split { $0 == " " || $0 == "\t" }.joined(separator: " ") }
        var unknown: [String] = []
        var firstPositions: [String: Int] = [:]
        for (position, name) in names.enumerated() {
            if name.isEmpty {
                warnings.append("column \(position + 1) has no name and is left aside")
            } else if let first = firstPositions[name] {
                problems.append((name, "is there twice, as column \(first + 1) and column \(position + 1)"))
            } else {
                firstPositions[name] = position
                if !file.columns.contains(where: { $0.name == name }) { unknown.append(name) }
            }
        }
        present = Set(file.columns.map(\.name).filter { firstPositions[$0] != nil })
        positions = file.storedColumns.map { firstPositions[$0.name] }
        idPosition = file.identity.fileColumn.flatMap { firstPositions[$0] }
        report(unknown: unknown, of: file)
    }

    private mutating func report(unknown: [String], of file: ImportFile) {
        for column in file.columns where column.isRequired && !present.contains(column.name) {
            let meant = Self.nearest(to: column.name, in: unknown).map { "; is it the one called “\(Mistake.shortened($0))”?" } ?? ""
            problems.append((column.name, "the file has no such column, and needs it\(meant)"))
        }
        for name in unknown {
            let missing = file.columns.map(\.name).filter { !present.contains($0) }
            let meant = Self.nearest(to: name, in: missing).map { "; did you mean \($0)?" } ?? ""
            warnings.append("column “\(Mistake.shortened(name))” is unknown and left aside\(meant)")
        }
    }

    /// The name that differs by capitals, blanks or a slip of the hand only.
    private static func nearest(to name: String, in others: [String]) -> String? {
        let folded = WordField.folded(String(name.prefix(60)))
        let best = others.map { ($0, EditDistance.between(folded, WordField.folded(String($0.prefix(60))))) }.min { $0.1 < $1.1 }
        return best.flatMap { $0.1 <= name.count / 4 ? $0.0 : nil }
    }

    /// One field that holds what should be several: the file uses another separator.
    private static func otherSeparator(in header: [String], _ file: ImportFile) -> String? {
        let known = Set(file.columns.map(\.name))
        guard known.isDisjoint(with: header) else { return nil }
        let others: [(Character, String)] = [(";", "semicolons (;)"), ("\t", "tabs"), ("|", "bars (|)")]
        for (separator, name) in others {
            let parts = header.flatMap { field in field.split(separator: separator).map { $0.filter { $0 != " " && $0 != "\"" } } }
            if parts.contains(where: known.contains), header.contains(where: { $0.contains(separator) }) { return name }
        }
        return nil
    }
}
