import Foundation
import Subprocess

/// wrk, which asks a server again as soon as it has answered.
struct Wrk: Sendable {
    /// For its scripts.
    let folder: String

    struct Load: Sendable {
        /// Of each answer, in seconds.
        let latency: Samples
        let perSecond: Double
    }

    static let fix = "wrk is not here: scripts/setup --for-bench"

    static func isHere() async -> Bool {
        // It has no option that ends well.
        await (try? run(.name("wrk"), arguments: ["--version"], output: .discarded, error: .discarded)) != nil
    }

    /// - Parameter requests: asked for in turn.
    /// - Throws: ``BenchError`` where an answer did not come or was an error.
    func load(_ requests: WebRequests, port: Int, connections: Int, seconds: Int) async throws -> Load {
        let script = "\(folder)/wrk-\(UUID().uuidString).lua"
        // It has the visitor's secrets, which do not belong into a list of processes.
        try Data(Self.script(requests).utf8).write(to: URL(fileURLWithPath: script))
        defer { try? FileManager.default.removeItem(atPath: script) }
        let outcome = try await run(
            .name("wrk"),
            arguments: [
                "-t1", "-c\(connections)", "-d\(seconds)s", "--latency", "-s", script, "http://127.0.0.1:\(port)\(requests.paths[0])",
            ],
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        let said = outcome.standardOutput
        guard outcome.terminationStatus.isSuccess, let line = said.split(separator: "\n").last(where: { $0.hasPrefix(Self.mark) }) else {
            throw BenchError.unexpected("wrk failed: \(said)\(outcome.standardError)")
        }
        let numbers = line.split(separator: " ").dropFirst().compactMap { Double($0) }
        guard numbers.count == 104 else { throw BenchError.unexpected("wrk said: \(line)") }
        let (count, micros, errors) = (numbers[0], numbers[1], numbers[2])
        guard errors == 0, count > 0 else {
            throw BenchError.unexpected("\(requests.what): \(Int(errors)) of \(Int(count)) answers were errors or did not come")
        }
        return Load(
            latency: Samples(percentiles: numbers.dropFirst(3).map { $0 / 1_000_000 }, of: Int(count)),
            perSecond: count / micros * 1_000_000)
    }

    private static let mark = "readings "

    /// Figures for programs, whole microseconds, where wrk's own are rounded for people.
    private static func script(_ requests: WebRequests) -> String {
        let headers = requests.headers.map { "wrk.headers[\(quoted($0.name))] = \(quoted($0.value))" }.joined(separator: "\n")
        return """
            \(headers)
            \(requests.paths.count > 1 ? turns(requests.paths) : "")
            function done(summary, latency)
                local e = summary.errors
                io.write("\(mark)", summary.requests, " ", summary.duration, " ", e.connect + e.read + e.write + e.timeout + e.status)
                io.write(" ", latency.min)
                for p = 1, 99 do io.write(" ", latency:percentile(p)) end
                io.write(" ", latency.max, "\\n")
            end

            """
    }

    private static func turns(_ paths: [String]) -> String {
        """
        local paths = { \(paths.map(quoted).joined(separator: ", ")) }
        local requests = {}
        local last = 0
        function init()
            for i, path in ipairs(paths) do requests[i] = wrk.format("GET", path) end
        end
        function request()
            last = last % #requests + 1
            return requests[last]
        end
        """
    }

    /// What is sent has neither quotes nor backslashes nor line breaks.
    private static func quoted(_ text: String) -> String { "\"\(text)\"" }
}
