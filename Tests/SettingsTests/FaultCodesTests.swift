import Foundation
import Testing

@testable import Settings

@Suite("Codes of faults")
struct FaultCodesTests {
    private static let order = ParameterOrder.all[0]

    static let oneOfEach: [ParameterFault] =
        [
            .unknown(name: "x", nearest: nil), .notAnAssignment("x"), .givenTwice(name: "x"), .nothingGiven,
            .notWhole(name: "x", value: "y", range: ""), .notDecimal(name: "x", value: "y", range: ""),
            .outOfRange(name: "x", value: "y", range: ""), .notAChoice(name: "x", value: "y", choices: [], nearest: nil),
            .notATarget(name: "x", value: "y", wanted: "z"), .zeroByte(name: "x"), .weights([], sum: 0, remedy: nil), .noAuthor, .noReason,
        ] + ParameterOrder.all.map { .order($0, lower: 0, upper: 0, remedy: nil) }

    @Test("are explained in docs/errors.md", arguments: oneOfEach)
    func documented(_ fault: ParameterFault) throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/errors.md")
        #expect(try String(contentsOf: page, encoding: .utf8).contains("| `\(fault.code)` |"))
    }

    @Test("come with a problem and a fix", arguments: oneOfEach)
    func complete(_ fault: ParameterFault) {
        #expect(!fault.problem.isEmpty)
        #expect(!fault.fix.isEmpty)
        #expect(fault.description.hasSuffix("[\(fault.code)]"))
    }

    @Test("quote a long value in part")
    func longValue() {
        let fault = ParameterFault.unknown(name: String(repeating: "n", count: 5_000), nearest: nil)
        #expect(fault.problem.count < 120)
    }
}
