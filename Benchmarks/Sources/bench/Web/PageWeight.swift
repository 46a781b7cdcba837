/// What a browser loads for a page that it has never seen: the page and all that it names, in bytes as they are sent.
enum PageWeight {
    static func measure(_ paths: [String], _ visitor: Visitor, _ client: WebClient) async throws -> [Measurement] {
        [
            .of(
                "weight of \(paths.count) pages with all they load, gzip accepted",
                try await weights(paths, [visitor.cookie, ("Accept-Encoding", "gzip")], client), unit: .bytes,
                target: .greatestAtMost(250_000)),
            .of("the same, no compression accepted", try await weights(paths, [visitor.cookie], client), unit: .bytes),
        ]
    }

    private static func weights(
        _ paths: [String], _ headers: [(name: String, value: String)], _ client: WebClient
    ) async throws -> Samples {
        var weights = Samples()
        for path in paths {
            // Which files it names is read from the page as it is.
            let page = try await client.page(path, headers.filter { $0.name != "Accept-Encoding" })
            let files = Set(page.text.matches(of: /(?:href|src)="(\/assets\/[^"]+)"/).map { String($0.1) })
            guard !files.isEmpty else { throw BenchError.unexpected("\(path) names no files") }
            var bytes = try await client.page(path, headers).body.count
            for file in files { bytes += try await client.page(file, headers).body.count }
            weights.add(Double(bytes))
        }
        return weights
    }
}
