/// Reads single values of a file again, to show them in an error. Only line numbers are staged: values of good rows are never needed.
enum LineValues {
    /// - Parameter lines: the lines in which the rows begin.
    /// - Returns: the column's value in each of these rows that could be read.
    static func read(_ column: String, at lines: Set<Int>, path: String) throws(ImportError) -> [Int: String] {
        var reader = CSVReader(try InputFile(path: path))
        guard let last = lines.max(), reader.next() == .record else { return [:] }
        let names = (0..<reader.fieldCount).map { reader.field($0).text }
        guard let position = names.firstIndex(of: column) else { return [:] }
        var values: [Int: String] = [:]
        while reader.next() == .record, reader.line <= last {
            if lines.contains(reader.line), position < reader.fieldCount { values[reader.line] = reader.field(position).text }
        }
        return values
    }
}
