/// Which statements of a session are prepared: a bounded memory that forgets what was unused longest.
///
/// Preparing costs a round trip, so it happens when a statement comes for the second time.
struct PreparedStatements {
    struct Key: Hashable {
        let text: String
        let types: [UInt32]
    }

    enum Advice {
        /// Send it with its text.
        case sendText
        /// Prepare it under this name, after deallocating those.
        case prepare(name: String, evicting: [String])
        /// It is prepared; the columns are known once it has answered.
        case run(name: String, columns: Columns?)
    }

    private struct Entry {
        var name: String?
        var columns: Columns?
        var lastUse: UInt64
    }

    let limit: Int
    private var entries: [Key: Entry] = [:]
    private var uses: UInt64 = 0
    private var names: UInt64 = 0

    init(limit: Int) {
        self.limit = limit
    }

    /// What to do with a statement that is about to be sent. When preparing has succeeded, `prepared` is due.
    mutating func advise(_ key: Key) -> Advice {
        guard limit > 0 else { return .sendText }
        uses += 1
        guard let entry = entries[key] else {
            entries[key] = Entry(name: nil, columns: nil, lastUse: uses)
            forgetUnprepared()
            return .sendText
        }
        entries[key]?.lastUse = uses
        if let name = entry.name { return .run(name: name, columns: entry.columns) }
        names += 1
        return .prepare(name: "mainstay_\(names)", evicting: evict())
    }

    mutating func prepared(_ key: Key, name: String) {
        entries[key]?.name = name
    }

    mutating func learn(_ key: Key, columns: Columns) {
        entries[key]?.columns = columns
    }

    mutating func forget(_ key: Key) {
        entries[key] = nil
    }

    mutating func forgetAll() {
        entries = [:]
    }

    /// Makes room for one more prepared statement.
    private mutating func evict() -> [String] {
        let prepared = entries.filter { $0.value.name != nil }
        guard prepared.count >= limit, let oldest = prepared.min(by: { $0.value.lastUse < $1.value.lastUse }) else {
            return []
        }
        entries[oldest.key] = nil
        return oldest.value.name.map { [$0] } ?? []
    }

    /// Statements seen only once take no room on the server, but their text takes some here.
    private mutating func forgetUnprepared() {
        guard entries.count > 2 * limit else { return }
        let oldest = entries.filter { $0.value.name == nil }.min { $0.value.lastUse < $1.value.lastUse }
        if let oldest { entries[oldest.key] = nil }
    }
}
