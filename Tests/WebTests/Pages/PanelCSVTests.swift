import Dashboards
import Foundation
import Testing
import Web

@Suite struct PanelCSVTests {
    @Test(
        arguments: [
            ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\tx", "'\tx"), ("a=1", "a=1"), ("", ""),
            ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""), ("=\"a\"", "\"'=\"\"a\"\"\""), ("two\nlines", "\"two\nlines\""),
            ("=\u{301}x", "'=\u{301}x"),
        ])
    func quotesAndGuardsTexts(text: String, field: String) {
        #expect(PanelCSV.field(text) == field)
    }

    @Test func leavesNumbersAsTheyAreAndUnknownsEmpty() {
        let table = DataTable(columns: [.init("a", "A", .decimal), .init("b", "B", .text)], rows: [[.number(-1.5), .null]])
        #expect(PanelCSV.text(table) == "a,b\r\n-1.5,\r\n")
    }
}
