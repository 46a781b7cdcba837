import Domain
import Hummingbird
import HummingbirdTesting
import Testing

@testable import Web

extension TestResponse {
    /// The problem document that the answer has to be.
    func problem() throws -> JSONValue {
        #expect(headers[.contentType] == "application/problem+json")
        #expect(headers[.cacheControl] == "no-store")
        let problem = try JSONValue(text)
        let check = SchemaCheck(document: try JSONValue(OpenAPIDocument(APIRoutes(FixedSite().dependencies()).table).json.text()))
        #expect(check.faults(of: problem, against: .object(["$ref": .text("#/components/schemas/Problem")])) == [])
        #expect(problem["status"] == .number(Double(status.code)))
        return problem
    }

    func expectProblem(_ code: String) throws {
        let problem = try problem()
        #expect(problem["code"]?.text == code)
    }
}
