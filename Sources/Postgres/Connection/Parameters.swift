internal import CLibPQ

/// A statement's values in the form libpq takes: one block of zero-terminated texts.
struct Parameters {
    let types: [UInt32]
    private var block: [CChar] = []
    /// Where each text starts in the block; `nil` is NULL.
    private var starts: [Int?] = []

    init(_ bindings: [SQL.Binding], statement: String) throws(PostgresError) {
        types = bindings.map(\.type.oid)
        starts.reserveCapacity(bindings.count)
        for (index, binding) in bindings.enumerated() {
            guard let text = binding.text else {
                starts.append(nil)
                continue
            }
            starts.append(block.count)
            let start = block.count
            block.append(contentsOf: text.utf8.lazy.map { CChar(bitPattern: $0) })
            if block[start...].contains(0) {
                throw .encoding("PostgreSQL's texts cannot hold the zero byte that $\(index + 1) has", statement: statement)
            }
            block.append(0)
        }
    }

    // What these return is for ``Session/answer(_:_:_:)``.

    func send(_ text: String, on link: OpaquePointer) -> Int32 {
        withValues { values in
            PQsendQueryParams(link, text, Int32(clamping: types.count), types, values, nil, nil, 0)
        }
    }

    func send(prepared name: String, on link: OpaquePointer) -> Int32 {
        withValues { values in
            PQsendQueryPrepared(link, name, Int32(clamping: types.count), values, nil, nil, 0)
        }
    }

    func prepare(_ text: String, name: String, on link: OpaquePointer) -> Int32 {
        PQsendPrepare(link, name, text, Int32(clamping: types.count), types)
    }

    private func withValues<R>(_ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> R) -> R {
        if starts.isEmpty { return body(nil) }
        return block.withUnsafeBufferPointer { block in
            let base = block.baseAddress
            let values = starts.map { start in start.flatMap { base?.advanced(by: $0) } }
            return body(values)
        }
    }
}
