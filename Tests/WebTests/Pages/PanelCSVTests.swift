import Dashboards
import Foundation
import Testing
import Web

@Suite struct PanelCSVTests {
    @Test func leavesNumbersAsTheyAreAndUnknownsEmpty() {
        let table = DataTable(columns: [.init("a", "A", .decimal), .init("b", "B", .text)], rows: [[.number(-1.5), .null]])
        #expect(PanelCSV.text(table) == "a,b\r\n-1.5,\r\n")
    }
}
