import Crypto
public import Foundation

/// Name-based identifiers, RFC 9562 §5.5: the same name in the same namespace gives the same identifier anywhere.
public enum UUIDv5 {
    /// - Parameters:
    ///   - namespace: the namespace of the names.
    ///   - name: the name's bytes; for text, its UTF-8.
    public static func make(namespace: UUID, name: some Sequence<UInt8>) -> UUID {
        var hash = Insecure.SHA1()
        withUnsafeBytes(of: namespace.uuid) { hash.update(bufferPointer: $0) }
        if name.withContiguousStorageIfAvailable({ hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }) == nil {
            hash.update(data: Array(name))
        }
        var bytes: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        let digest = hash.finalize()
        withUnsafeMutableBytes(of: &bytes) { target in
            digest.withUnsafeBytes { source in
                target.copyMemory(from: UnsafeRawBufferPointer(rebasing: source.prefix(16)))
            }
            target[6] = target[6] & 0x0F | 0x50
            target[8] = target[8] & 0x3F | 0x80
        }
        return UUID(uuid: bytes)
    }
}
