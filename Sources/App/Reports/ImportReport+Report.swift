public import Domain
public import Intake

extension ImportReport: Report {
    public var page: Page {
        var page = Page(isDryRun ? "What an import would do" : "Imported", changedNothing ? "nothing is new" : "")
        page.gap()
        var table = TextTable(.left("file"), .right("rows"), .right("new"), .right("changed"), .right("there already"))
        for file in files {
            table.add(
                InkedText(file.name), InkedText(NumberText.count(file.rows)), InkedText(NumberText.count(file.inserted)),
                InkedText(NumberText.count(file.updated)), InkedText(NumberText.count(file.unchanged)))
        }
        page.add(table)
        for warning in warnings { page.note("warning: \(warning)") }
        if isDryRun { page.note("Nothing was changed.") }
        return page
    }

    public var json: JSON {
        .object([
            "dry_run": .bool(isDryRun),
            "files": .array(
                files.map { file in
                    .object([
                        "file": .string(file.name), "rows": .from(file.rows), "new": .from(file.inserted), "changed": .from(file.updated),
                        "unchanged": .from(file.unchanged),
                    ])
                }),
            "warnings": .array(warnings.map { .string("\($0)") }),
        ])
    }

    public var csv: CSVTable {
        CSVTable(
            ["file", "rows", "new", "changed", "unchanged"],
            rows: files.map { [.csv($0.name), .csv($0.rows), .csv($0.inserted), .csv($0.updated), .csv($0.unchanged)] })
    }
}
