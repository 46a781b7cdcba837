import Crypto
import CryptoExtras
import Foundation
import Postgres

/// What is kept of a password: `$scrypt$ln=15,r=8,p=3$SALT$KEY`, in base64 without padding. The cost stands in it and may differ from row
/// to row, so a higher one takes effect account by account, at the next sign-in.
struct PasswordHash: Sendable, Redacted {
    let cost: ScryptCost
    private let salt: [UInt8]
    private let key: [UInt8]

    private static let saltBytes = 16
    private static let keyBytes = 32

    /// Blocks its thread for as long as ``ScryptCost`` says; ask ``PasswordDesk`` instead.
    init(of password: Password, cost: ScryptCost) throws {
        salt = RandomBytes.make(Self.saltBytes)
        key = try Self.key(password.bytes, salt, cost, Self.keyBytes)
        self.cost = cost
    }

    /// A hash that no password has, to check against where there is no account.
    static func decoy(cost: ScryptCost) -> PasswordHash {
        PasswordHash(cost: cost, salt: RandomBytes.make(saltBytes), key: RandomBytes.make(keyBytes))
    }

    /// Blocks its thread like the initializer. Compares in constant time.
    func matches(_ password: Password) throws -> Bool {
        ConstantTime.equal(try Self.key(password.bytes, salt, cost, key.count), key)
    }

    /// The function itself. - Parameter password: not empty; the library would reach for a byte that is not there.
    static func key(_ password: [UInt8], _ salt: [UInt8], _ cost: ScryptCost, _ count: Int) throws -> [UInt8] {
        let key = try KDF.Scrypt.deriveKey(
            from: password, salt: salt, outputByteCount: count, rounds: 1 << cost.logN, blockSize: cost.blockSize,
            parallelism: cost.parallelism)
        return key.withUnsafeBytes(Array.init)
    }

    private init(cost: ScryptCost, salt: [UInt8], key: [UInt8]) { (self.cost, self.salt, self.key) = (cost, salt, key) }

    var description: String { "scrypt ln=\(cost.logN),r=\(cost.blockSize),p=\(cost.parallelism) ****" }
}

// MARK: Text

extension PasswordHash: PostgresEncodable, PostgresDecodable {
    static var postgresType: PostgresType { .text }
    var postgresText: String? { text }

    init(postgresText text: String) throws {
        guard let hash = PasswordHash(text: text) else { throw UnreadableText(expected: "a password hash of Mainstay") }
        self = hash
    }

    var text: String {
        "$scrypt$ln=\(cost.logN),r=\(cost.blockSize),p=\(cost.parallelism)$\(Self.base64(salt))$\(Self.base64(key))"
    }

    /// Nil when the text is of another form, or its cost one that nobody would choose.
    init?(text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt", let cost = Self.cost(parts[2]),
            let salt = Self.bytes(parts[3]), salt.count == Self.saltBytes, let key = Self.bytes(parts[4]), key.count == Self.keyBytes
        else { return nil }
        self.init(cost: cost, salt: salt, key: key)
    }

    private static func cost(_ text: Substring) -> ScryptCost? {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let names = ["ln=", "r=", "p="]
        let numbers = zip(parts, names).compactMap { part, name in part.hasPrefix(name) ? Int(part.dropFirst(name.count)) : nil }
        guard parts.count == 3, numbers.count == 3 else { return nil }
        // Checked before the memory is computed from them.
        guard numbers.allSatisfy({ (1...99).contains($0) }), numbers[0] <= 20 else { return nil }
        let cost = ScryptCost(logN: numbers[0], blockSize: numbers[1], parallelism: numbers[2])
        return cost.isBearable ? cost : nil
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("=", with: "")
    }

    private static func bytes(_ base64: Substring) -> [UInt8]? {
        Data(base64Encoded: base64 + String(repeating: "=", count: (4 - base64.count % 4) % 4)).map(Array.init)
    }
}
