import Testing

@testable import App

@Suite("Pictures of numbers")
struct BarTests {
    @Test("become bars and lines")
    func pictures() {
        #expect(Bar.horizontal(1, of: 2, width: 10) == "█████")
        #expect(Bar.horizontal(1, of: 1_000, width: 10) == "▏")
        #expect(Bar.horizontal(0, of: 10, width: 10) == "")
        #expect(Bar.horizontal(0, of: 0, width: 10) == "")
        #expect(Bar.sparkline([0, 50, nil, 100], from: 0, to: 100) == "▁▅ █")
        #expect(Bar.sparkline([7], from: 7, to: 7) == "▁")
    }
}
