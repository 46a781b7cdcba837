import Testing

@testable import App

@Suite("An interruption")
struct InterruptionTests {
    private struct Failure: Error {}

    @Test("that does not come leaves the work's result and error as they are")
    func none() async throws {
        #expect(try await Interruption.cancelling { 7 } == 7)
        await #expect(throws: Failure.self) { try await Interruption.cancelling { throw Failure() } }
    }
}
