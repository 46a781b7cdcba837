import Domain
import Foundation

/// The ids of rows whose source gives none (metrics.md §9): made of the row's content and of its ordinal among identical rows of the file.
///
/// - The first row of a content gets UUID v5 of the content in the namespace of its kind of file, which is UUID v5 of the table's name in the
///   namespace of source ids. The content is the staged columns in the order of their description, each as a 32-bit length and its value
///   as COPY's binary format has it (length -1 is null), up to the last one that is not null: a column that import learns to read one day
///   does not change the ids of files that lack it.
/// - The n-th row of the same content, n > 1, gets UUID v5 of the decimal text of n in the namespace of the first one's id.
///
/// So a second load of a file finds its rows again, wherever they stand in it, and honest repeats are kept.
struct RowIdentity: Sendable {
    private let namespace: UUID

    init(_ file: ImportFile) {
        namespace = UUIDv5.make(namespace: CustomerID.namespace, name: file.table.utf8)
    }

    func first(content: FieldBytes) -> UUIDBits {
        UUIDBits(UUIDv5.make(namespace: namespace, name: content))
    }

    /// - Parameter ordinal: 2 or more.
    static func repetition(_ ordinal: Int, of first: UUID) -> UUID {
        UUIDv5.make(namespace: first, name: String(ordinal).utf8)
    }
}
