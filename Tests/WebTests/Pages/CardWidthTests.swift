import Dashboards
import Testing

@testable import Web

@Suite struct CardWidthTests {
    private func rows(_ panels: [[Panel]]) -> [Int] { CardWidth.rows(panels.map { CardWidth($0) }) }

    @Test func everyRowIsFull() {
        let panels: [Panel] = [
            SampleDashboards.health, SampleDashboards.unbounded, SampleDashboards.nps, SampleDashboards.distribution,
            SampleDashboards.alerts,
            SampleDashboards.responses, SampleDashboards.themes, SampleDashboards.state, SampleDashboards.nothing,
        ]
        for count in 1...panels.count {
            var open = 0
            for width in rows(panels.prefix(count).map { [$0] }) {
                #expect((4...12).contains(width))
                open += width
                #expect(open <= 12)
                if open == 12 { open = 0 }
            }
            #expect(open == 0)
        }
    }

    @Test func aLineIsWiderThanAGauge() {
        #expect(rows([[SampleDashboards.health], [SampleDashboards.unbounded, SampleDashboards.bounded]]) == [4, 8])
        #expect(rows([[SampleDashboards.health], [SampleDashboards.nps]]) == [6, 6])
        #expect(rows([]) == [])
    }
}
