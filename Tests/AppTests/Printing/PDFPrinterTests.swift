import Dashboards
import Domain
import Foundation
import Reports
import TestSupport
import Testing

@testable import App

@Suite("PDFs by a browser", .timeLimit(.minutes(20))) struct PDFPrinterTests {
    private static let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"

    private var html: String {
        let table = DataTable(
            columns: [.init("n", "Number", .integer), .init("t", "Text", .text)],
            rows: (1...120).map { (row: Int) in [.number(Decimal(row)), .text("Row \(row)")] })
        return ReportHTML.file(
            ReportDocument(
                kind: .weekly, asOf: Moment(microseconds: 1_762_153_200_000_000), summary: "Ünïcödé.", changed: [], toDecide: [],
                keyFigures: [],
                sections: [ReportSection(id: "s", title: "Rows", [.table(ReportTable("Rows", table))])]))
    }

    // Needs chromium, as `scripts/setup --for-tests` installs it.
    @Test("have as many pages as the report needs, on A4")
    func pages() async throws {
        let data = try await PDFPrinter(BrowserSettings(path: Self.path)).pdf(of: html)
        #expect(data.starts(with: Data("%PDF-".utf8)))
        let text = String(decoding: data, as: UTF8.self)
        let pages = text.matches(of: /\/Type\s*\/Page\b/).count - text.matches(of: /\/Type\s*\/Pages\b/).count
        #expect(pages >= 3 || text.contains(/\/Count [3-9]/))
        #expect(text.contains(/MediaBox\s*\[\s*0 0 59[45][.0-9]* 84[12]/), "A4 in points")
    }

    /// A browser of the test's own.
    private func script(_ lines: String) throws -> (folder: String, path: String) {
        let folder = try TestFolder.make().path
        let path = folder + "/browser"
        try Data("#!/bin/sh\n\(lines)\n".utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return (folder, path)
    }

    @Test("that fails says why, and leaves nothing behind")
    func tidy() async throws {
        let (folder, path) = try script("pwd > \"${0%/*}/where\"; echo it went wrong; exit 1")
        await #expect(throws: ReportError.browserFailed(path, reason: "it went wrong")) {
            try await PDFPrinter(BrowserSettings(browser: path)).pdf(of: "<p>")
        }
        let place = try String(contentsOfFile: folder + "/where", encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(place.contains("mainstay-print-"))
        #expect(!FileManager.default.fileExists(atPath: place))
    }

    @Test("are made for so many at once, and nobody waits behind them")
    func busy() async throws {
        let (folder, path) = try script("while [ ! -e \"${0%/*}/go\" ]; do :; done; echo done; exit 1")
        let printer = PDFPrinter(BrowserSettings(browser: path))
        let outcomes = await withTaskGroup(of: ReportError?.self) { group in
            for _ in 0..<PDFPrinter.longestQueue + 2 {
                group.addTask {
                    do { _ = try await printer.pdf(of: "<p>") } catch { return error as? ReportError }
                    return nil
                }
            }
            var outcomes: [ReportError?] = []
            for await outcome in group {
                outcomes.append(outcome)
                // Those who are turned away are told before the first has its turn.
                if outcomes.count == 2 { try? Data().write(to: URL(filePath: folder + "/go")) }
            }
            return outcomes
        }
        #expect(outcomes.prefix(2) == [.browserBusy, .browserBusy])
        #expect(
            outcomes.dropFirst(2).allSatisfy { $0 == .browserFailed(path, reason: "done") } && outcomes.count == PDFPrinter.longestQueue + 2
        )
        await #expect(throws: ReportError.browserFailed(path, reason: "done")) { try await printer.pdf(of: "<p>") }
    }

    @Test("leave nothing behind that a killed server left")
    func leftovers() async throws {
        let files = FileManager.default
        let (old, young) = (UUID().uuidString, UUID().uuidString)
        func folder(_ name: String) -> String { files.temporaryDirectory.appending(path: "mainstay-print-\(name)").path }
        for name in [old, young] { try files.createDirectory(atPath: folder(name), withIntermediateDirectories: false) }
        defer { try? files.removeItem(atPath: folder(young)) }
        try files.setAttributes([.modificationDate: Date(timeIntervalSinceNow: -600)], ofItemAtPath: folder(old))
        _ = try? await PDFPrinter(BrowserSettings(browser: try script("exit 1").path)).pdf(of: "<p>")
        #expect(!files.fileExists(atPath: folder(old)) && files.fileExists(atPath: folder(young)))
    }

    @Test("need a browser, and say so")
    func missing() async throws {
        let none = PDFPrinter(BrowserSettings(path: "/nowhere"))
        #expect(!none.isAvailable)
        await #expect(throws: ReportError.noBrowser(tried: PDFPrinter.names)) { try await none.pdf(of: "<p>") }
        let named = PDFPrinter(BrowserSettings(browser: "/nowhere/chromium", path: Self.path))
        await #expect(throws: ReportError.noBrowser(tried: ["/nowhere/chromium"])) { try await named.pdf(of: "<p>") }
    }

    @Test("a browser that does not end is ended when nobody waits any more")
    func cancelled() async throws {
        let printer = PDFPrinter(BrowserSettings(browser: try script("sleep 600").path))
        let printing = Task { try await printer.pdf(of: "<p>") }
        printing.cancel()
        await #expect(throws: (any Error).self) { try await printing.value }
    }
}
