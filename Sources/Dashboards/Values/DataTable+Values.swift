public import Domain
public import Foundation

extension DataTable.Cell {
    public static func from(_ value: Int?) -> Self { value.map { .number(Decimal($0)) } ?? .null }
    public static func from(_ value: Decimal?) -> Self { value.map { .number($0) } ?? .null }
    public static func from(_ value: String?) -> Self { value.map { .text($0) } ?? .null }
    public static func from(_ value: Moment?) -> Self { value.map { .text($0.iso8601) } ?? .null }
    /// Nothing where it is unknown.
    public static func from(_ value: Bool?) -> Self { value.map { .text($0 ? "yes" : "no") } ?? .null }
}
