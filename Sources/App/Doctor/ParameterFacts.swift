import Postgres
import Settings

/// Are the parameters' values such as could be set now? They may be older than a rule, or written past it.
struct ParameterFacts: Sendable {
    var parameters: Int
    var faults: [ParameterFault]

    static func read(on connection: Connection) async throws -> ParameterFacts? {
        let parameters = try await Parameters.fetch(on: connection)
        return ParameterFacts(parameters: parameters.all.count, faults: parameters.faults)
    }

    var findings: [Finding] {
        guard !faults.isEmpty else { return [.ok(.parameters, "all \(parameters) values are allowed")] }
        return faults.map {
            .warning(.parameters, .parameterValue, $0.problem, remedy: "mainstay parameters set gives it another value: \($0.fix)")
        }
    }
}
