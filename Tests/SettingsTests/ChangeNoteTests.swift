import Testing

@testable import Settings

@Suite("Who and why")
struct ChangeNoteTests {
    @Test("are both needed")
    func bothNeeded() {
        #expect(throws: ParameterRefusal([.noReason])) { try ChangeNote(by: "eva", why: " \n") }
        #expect(throws: ParameterRefusal([.noAuthor])) { try ChangeNote(by: "", why: "pilot") }
        #expect(throws: ParameterRefusal([.noAuthor, .noReason])) { try ChangeNote(by: " ", why: "") }
        #expect(throws: ParameterRefusal([.zeroByte(name: "why")])) { try ChangeNote(by: "eva", why: "a\0b") }
    }

    @Test("are kept without blanks around them")
    func trimmed() throws {
        let note = try ChangeNote(by: " eva ", why: "pilot with the enterprise segment\n")
        #expect(note.author == "eva")
        #expect(note.reason == "pilot with the enterprise segment")
    }
}
