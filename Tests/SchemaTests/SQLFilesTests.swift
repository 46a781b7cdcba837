import Foundation
import Testing

@testable import Schema

@Suite struct SQLFilesTests {
    @Test func migrationsAreNumberedWithoutGaps() throws {
        let versions = try SQLFiles.load().migrations.map(\.version)
        #expect(versions == Array(1...versions.count))
    }

    @Test func aMissingFolderIsAnErrorThatNamesIt() {
        let folder = URL(fileURLWithPath: "/nowhere/SQL")
        #expect(throws: SchemaError.filesMissing(folder: "/nowhere/SQL/migrations")) { try SQLFiles.load(from: folder) }
    }
}
