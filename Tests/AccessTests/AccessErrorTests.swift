import Foundation
import Testing

@testable import Access

@Suite("Errors of access")
struct AccessErrorTests {
    static let oneOfEach: [AccessError] = [
        .accountNameMalformed("x y"), .accountTaken(name: "x", isDisabled: false), .accountTaken(name: "x", isDisabled: true),
        .accountUnknown(name: "x"), .emailMalformed("x"), .roleUnknown("king"), .passwordTooShort(characters: 1),
        .passwordTooLong(bytes: 2_000), .passwordIsName,
        .tokenNameMalformed(""), .tokenTaken(name: "x"), .tokenUnknown("x"),
    ]

    @Test("are explained in docs/errors.md", arguments: oneOfEach)
    func documented(_ error: AccessError) throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/errors.md")
        #expect(try String(contentsOf: page, encoding: .utf8).contains("| `\(error.code)` |"))
    }

    @Test("come with a problem and a fix", arguments: oneOfEach)
    func complete(_ error: AccessError) {
        #expect(!error.problem.isEmpty)
        #expect(!error.fix.isEmpty)
        #expect(error.description.hasSuffix("[\(error.code)]"))
    }

    @Test("quote a long value in part")
    func longValue() {
        #expect(AccessError.accountUnknown(name: String(repeating: "n", count: 5_000)).problem.count < 120)
    }
}
