public import Domain
public import Health

extension RefreshReport: Report {
    public var page: Page {
        var page = Page("Scores are up to date")
        page.gap()
        page.add("Rescored  " + .strong(NumberText.count(rescored)) + .faint("  customers"))
        page.add("Changed   " + .strong(NumberText.count(written)))
        if let differences {
            page.add("Wrong     " + InkedText(NumberText.count(differences), differences == 0 ? .good : .bad) + .faint("  expected 0"))
        }
        return page
    }

    public var json: JSON {
        .object(["rescored": .from(rescored), "changed": .from(written), "differences": .from(differences)])
    }

    public var csv: CSVTable {
        CSVTable(["rescored", "changed", "differences"], rows: [[.csv(rescored), .csv(written), .csv(differences)]])
    }
}
