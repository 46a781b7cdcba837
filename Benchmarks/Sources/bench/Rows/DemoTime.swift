import Foundation
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// What a newcomer waits for: `mainstay demo`, built, on an empty data folder.
struct DemoTime {
    let bench: Workbench

    func measure() async throws -> [Measurement] {
        guard let program = bench.mainstay else { return [.skipped("mainstay demo", because: "mainstay is not built: make build")] }
        bench.narration.say("running mainstay demo")
        let samples = try await Rounds.run { [folder = bench.folder] in
            let data = folder + "/demo"
            let watch = Stopwatch()
            let outcome = try await run(
                .path(.init(program)), arguments: ["demo", "--no-serve", "--data-dir", data], output: .discarded,
                error: .string(limit: 1 << 20))
            let seconds = watch.seconds
            try? FileManager.default.removeItem(atPath: data)
            guard outcome.terminationStatus.isSuccess else { throw BenchError.unexpected("mainstay demo failed: \(outcome.standardError)") }
            return seconds
        }
        return [.of("2,000 customers, 12 months, on an empty folder", samples, target: .medianAtMost(60))]
    }
}
