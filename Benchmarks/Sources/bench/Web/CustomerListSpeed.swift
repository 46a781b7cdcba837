import Foundation

/// The list of customers, at one connection: in each order the first page, pages at many depths, and the other end; filtered and searched.
struct CustomerListSpeed: Sendable {
    let visitor: Visitor
    let client: WebClient
    let load: PageLoad
    /// Of a customer who is there.
    let name: String

    private static let limit = Target.p99AtMost(0.020)
    /// The API's longest page.
    private static let step = 200
    private static let deepest = 500
    private static let depths = 100

    /// - Parameter customers: so many the company has.
    func measure(customers: Int) async throws -> [Measurement] {
        var measurements: [Measurement] = []
        for (order, other) in [("score", "desc"), ("arr", "asc"), ("name", "desc")] {
            let cursors = try await walk(order, steps: min(Self.deepest, customers / Self.step / 2))
            let reach = Unit.grouped(cursors.count * Self.step)
            // Spread evenly over the way, its end among them.
            let chosen = stride(from: cursors.count - 1, through: 0, by: -max(1, cursors.count / Self.depths)).map { cursors[$0] }
            measurements += [
                try await list("by \(order), first page", ["sort=\(order)"]),
                try await list("by \(order), \(chosen.count) depths up to \(reach)", chosen.map { "sort=\(order)&cursor=\($0)" }),
                try await list("by \(order), from the other end", ["sort=\(order)&direction=\(other)"]),
            ]
        }
        for (what, query) in filters { measurements.append(try await list(what, [query])) }
        return measurements
    }

    private var filters: [(String, String)] {
        let (letter, whole) = (String(name.prefix(1)).percentEncoded, name.percentEncoded)
        return [
            ("critical ones", "status=critical"),
            ("a segment by name", "segment=enterprise&sort=name"),
            ("critical ones of a segment by ARR", "status=critical&segment=enterprise&sort=arr"),
            ("a range of ARR by score", "min_arr=10000&max_arr=20000"),
            ("search for a letter", "search=\(letter)"),
            ("search for a letter, critical ones of a segment", "search=\(letter)&status=critical&segment=enterprise"),
            ("search for a name", "search=\(whole)"),
        ]
    }

    private func list(_ what: String, _ queries: [String]) async throws -> Measurement {
        let requests = WebRequests("customers, \(what)", queries.map { "/customers?" + $0 }, [visitor.cookie])
        return .of(requests.what, try await load.latency(requests), target: Self.limit)
    }

    private struct Page: Decodable {
        let next: String?
    }

    /// The cursors of the list's pages up to some depth: what a visitor's pages hold who turns them one by one.
    private func walk(_ order: String, steps: Int) async throws -> [String] {
        var cursors: [String] = []
        while cursors.count < max(1, steps) {
            let from = cursors.last.map { "&cursor=\($0)" } ?? ""
            let answer = try await client.page("/api/v1/customers?sort=\(order)&limit=\(Self.step)\(from)", [visitor.token])
            guard let next = try JSONDecoder().decode(Page.self, from: Data(answer.body)).next else { break }
            cursors.append(next)
        }
        guard !cursors.isEmpty else { throw BenchError.unexpected("the list by \(order) has only one page") }
        return cursors
    }
}
