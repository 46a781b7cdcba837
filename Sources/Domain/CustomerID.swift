public import Foundation

/// A customer's identity: a UUID, and the id the company itself uses where that is not one.
public struct CustomerID: Sendable, Hashable {
    /// The namespace of source ids, fixed for every loader (metrics.md §1).
    public static let namespace = UUID(
        uuid: (0x6f, 0x1d, 0x3c, 0x52, 0x2b, 0x0e, 0x5b, 0x7a, 0x9d, 0x3c, 0x0c, 0x1d, 0x6f, 0x0e, 0x8a, 0x11))

    public let uuid: UUID
    /// The source's own id; nil where the source id is the UUID itself.
    public let externalID: String?

    /// Maps the id that a source uses: a UUID in its canonical form stands for itself, any other text becomes UUID v5 of its UTF-8.
    public init(source text: String) {
        if let uuid = Self.canonicalUUID(text) {
            (self.uuid, externalID) = (uuid, nil)
        } else {
            (uuid, externalID) = (UUIDv5.make(namespace: Self.namespace, name: text.utf8), text)
        }
    }

    /// An identity as it is stored.
    public init(uuid: UUID, externalID: String?) { (self.uuid, self.externalID) = (uuid, externalID) }

    /// What people and programs are shown: the source's id where there is one.
    public var shown: String { externalID ?? uuid.uuidString.lowercased() }

    /// Only the form 8-4-4-4-12 counts as a UUID: 32 hexadecimal digits in a row are some other system's id.
    public static func canonicalUUID(_ text: String) -> UUID? {
        text.utf8.count == 36 ? UUID(uuidString: text) : nil
    }

    public static func == (left: CustomerID, right: CustomerID) -> Bool { left.uuid == right.uuid }
    public func hash(into hasher: inout Hasher) { hasher.combine(uuid) }
}

extension CustomerID: CustomStringConvertible {
    public var description: String { shown }
}
