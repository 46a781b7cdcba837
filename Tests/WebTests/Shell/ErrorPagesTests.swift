import Domain
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import Web

@Suite struct ErrorPagesTests {
    private struct Failure: PassingFailure {
        let isPassing: Bool
    }

    /// 503 says that asking again helps; a fault of the program is none of those.
    @Test(arguments: [(true, HTTPResponse.Status.serviceUnavailable, "away"), (false, .internalServerError, "failed")])
    func whatIsAwayForNowIsToldApartFromFaults(isPassing: Bool, status: HTTPResponse.Status, code: String) async throws {
        let site = FixedSite()
        await site.dashboards.fail(with: Failure(isPassing: isPassing))
        try await site.test { client in
            for path in ["/executive", "/api/v1/dashboards/executive"] {
                try await client.execute(uri: path, method: .get, headers: .session(.admin)) { response in
                    #expect(response.status == status)
                    #expect(response.headers[.retryAfter] == (isPassing ? "5" : nil))
                    #expect(!path.hasPrefix("/api") || response.text.contains("\"code\":\"\(code)\""), "\(response.text)")
                    #expect(
                        path.hasPrefix("/api") || response.text.contains(isPassing ? "The database is away" : "Something went wrong here"))
                }
            }
        }
    }
}
