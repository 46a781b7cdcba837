import Testing

@testable import Intake

@Suite("Import folder")
struct ImportFolderTests {
    @Test("files are read in a fixed order, users first; strangers are named")
    func order() throws {
        try Export.with(["crm_sync_log.csv": "", "usage_events.csv": "", "users.csv": "", "Events.CSV": "", "notes.txt": ""]) { export in
            let folder = try ImportFolder(path: export.path)
            #expect(folder.entries.map(\.file.name) == ["users.csv", "usage_events.csv", "crm_sync_log.csv"])
            #expect(folder.warnings.map(\.file) == ["Events.CSV"])
        }
    }

    @Test("without users there is nothing to import into")
    func usersRequired() throws {
        try Export.with(["usage_events.csv": "", "Users.csv": ""]) { export in
            let error = #expect(throws: ImportError.self) { try ImportFolder(path: export.path) }
            #expect(error?.description == "users.csv: is not in the folder, and every import needs it; found: Users.csv, usage_events.csv")
        }
    }

    @Test("what is not a folder is said to be none")
    func noFolder() throws {
        try Export.with(["users.csv": ""]) { export in
            let missing = #expect(throws: ImportError.self) { try ImportFolder(path: export.path + "/no") }
            #expect(missing?.description == "\(export.path)/no: there is no such folder")
            let file = #expect(throws: ImportError.self) { try ImportFolder(path: export.path + "/users.csv") }
            #expect(file?.description == "\(export.path)/users.csv: is a file; name the folder it is in")
        }
    }
}
