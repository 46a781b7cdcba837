/// What became of a row.
enum Outcome: Sendable {
    case measured([Measurement])
    case failed(String)
}
