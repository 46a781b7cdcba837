import App
public import ArgumentParser
public import Domain
import Foundation
public import Reports

/// How a report is written, and where to.
struct ReportFileOptions: ParsableArguments {
    @Option(help: "markdown to read here, html to share (one file), json for programs, pdf to print (needs chromium).")
    var format: ReportFileFormat = .markdown

    @Option(help: ArgumentHelp("The file to write; without it, standard output.", valueName: "file"))
    var output: String?

    func validate() throws {
        if format == .pdf, output == nil, isatty(STDOUT_FILENO) != 0 {
            throw ValidationError("a PDF is no text for a terminal: give --output FILE, or send it on with a pipe")
        }
        // Before the report is made, which takes its time.
        if let output, let problem = UnwritableFile(output).problem { throw ValidationError(problem) }
    }

    /// - Throws: ``ReportError``; `ValidationError` about the file.
    func write(_ document: ReportDocument, _ configuration: AppConfiguration) async throws {
        let links = (try configuration.alertSettings().publicURL).map(ReportLinks.server) ?? .none
        let data: Data
        switch format {
        case .markdown: data = Data(ReportMarkdown.text(document, links: links).utf8)
        case .html: data = Data(ReportHTML.file(document, links: links).utf8)
        case .json: data = Data((try document.jsonText(indented: true) + "\n").utf8)
        case .pdf: data = try await PDFPrinter(configuration.browserSettings).pdf(of: ReportHTML.file(document, links: links))
        }
        guard let output else {
            FileHandle.standardOutput.write(data)
            return
        }
        do {
            try data.write(to: URL(filePath: output))
        } catch {
            let file = UnwritableFile(output)
            throw ValidationError(file.problem ?? file.problem(after: error))
        }
    }
}

extension ReportFileFormat: ExpressibleByArgument {}

extension ReportKind: ExpressibleByArgument {}
