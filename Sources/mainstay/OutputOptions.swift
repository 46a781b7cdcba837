public import App
public import ArgumentParser
import Foundation

struct OutputOptions: ParsableArguments {
    @Option(help: "table for people, json for programs, csv for spreadsheets.")
    var format: ReportFormat = .table

    /// Writes a report to standard output.
    func write(_ report: some Report) {
        let text = report.text(format, on: .standardOutput(environment: ProcessInfo.processInfo.environment))
        FileHandle.standardOutput.write(Data(text.utf8))
    }
}

extension ReportFormat: ExpressibleByArgument {}
