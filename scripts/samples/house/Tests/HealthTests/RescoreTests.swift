import Testing

@Test func waits() async throws {
    let figures = try! rescore()
    try await Task.sleep(for: .seconds(1))
    usleep(10)
    // sleep(1) in a comment is not code
    try await connection.query("SELECT pg_sleep(1)")
    try await clock.sleep(for: .zero)
    #expect(figures > 0)  // TODO may stand in tests
}
