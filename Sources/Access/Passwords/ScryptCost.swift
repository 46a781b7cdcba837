/// How much work one guess at a password is (RFC 7914).
struct ScryptCost: Sendable, Hashable {
    /// Binary logarithm of N.
    let logN: Int
    /// r; with N it sets the memory: 128 · N · r bytes.
    let blockSize: Int
    /// p: so many passes one after another in the same memory.
    let parallelism: Int

    /// 32 MiB and a few tenths of a second a guess. OWASP's Password Storage Cheat Sheet holds this to be as strong as N=2^17 with p=1,
    /// whose 128 MiB are as much as a whole server of ours.
    static let standard = ScryptCost(logN: 15, blockSize: 8, parallelism: 3)

    /// What may be read back from the database: a row must not be able to ask for gigabytes.
    var isBearable: Bool {
        (1...20).contains(logN) && (1...32).contains(blockSize) && (1...16).contains(parallelism) && (blockSize << (logN + 7)) <= 1 << 28
    }
}
