import Domain
import Foundation

/// Values as SQL writes them: a failing company is printed as a script that psql can run.
enum Literal {
    static func of(_ text: String?) -> String {
        text.map { "'" + $0.replacing("'", with: "''") + "'" } ?? "NULL"
    }

    static func of(_ moment: Moment?) -> String { of(moment?.iso8601) }

    static func of(_ id: UUID) -> String { "'" + id.uuidString.lowercased() + "'" }

    static func of(_ flag: Bool) -> String { flag ? "true" : "false" }

    static func rows(_ rows: [[String]]) -> String { rows.map { "(" + $0.joined(separator: ", ") + ")" }.joined(separator: ", ") }
}
