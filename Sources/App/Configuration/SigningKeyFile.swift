import Access
import Foundation

/// The key that the program made for itself, so that its links work after it was started anew.
enum SigningKeyFile {
    static let name = "signing.key"

    /// Reads it, or makes it: only its owner may read it.
    ///
    /// - Throws: ``SigningKeyError``.
    static func key(in folder: String) throws -> String {
        let path = (folder as NSString).appendingPathComponent(name)
        if let key = read(path) { return key }
        let files = FileManager.default
        let draft = path + "." + UUID().uuidString
        do {
            try files.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let isMade = files.createFile(
                atPath: draft, contents: Data((SignedLinks.randomKey() + "\n").utf8), attributes: [.posixPermissions: 0o600])
            guard isMade else { throw CocoaError(.fileWriteNoPermission) }
            defer { try? files.removeItem(atPath: draft) }
            // Of two servers that start at once one wins; the other takes what is there.
            try? files.linkItem(atPath: draft, toPath: path)
        } catch {
            throw SigningKeyError.cannotKeep(path: path, reason: error.localizedDescription)
        }
        guard let key = read(path) else { throw SigningKeyError.cannotKeep(path: path, reason: "it cannot be read") }
        return key
    }

    private static func read(_ path: String) -> String? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

/// Why there is no key to sign links with.
public enum SigningKeyError: UserFacingError, Hashable {
    case cannotKeep(path: String, reason: String)
    case tooShort(folder: String)

    public var exitStatus: ExitStatus { .badConfiguration }

    public var description: String {
        switch self {
        case .cannotKeep(let path, let reason):
            "the key for links in messages cannot be kept in \(path): \(reason). Make the folder writable, or set MAINSTAY_SIGNING_KEY."
        case .tooShort(let folder):
            "\(folder)/\(SigningKeyFile.name) is too short for a key. Remove it, and a new one is made; links in messages end with it."
        }
    }
}
