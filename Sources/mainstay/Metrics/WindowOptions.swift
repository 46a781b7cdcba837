import ArgumentParser

struct WindowOptions: ParsableArguments {
    @Option(help: ArgumentHelp("NPS over so many days of 24 hours.", valueName: "days"))
    var windowDays = 30

    func validate() throws {
        guard (1...3_650).contains(windowDays) else { throw ValidationError("--window-days is from 1 to 3650, not \(windowDays)") }
    }
}
