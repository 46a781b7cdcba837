public import Foundation
import Reports
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// Makes a PDF of HTML by the Chromium of this machine, one at a time: a browser takes half a gigabyte while it works.
///
/// The browser gets a folder of its own that is deleted afterwards, nothing of the user's profile and no network: the file needs none. It is given
/// a minute, and then ended with all its children.
public actor PDFPrinter {
    private let settings: BrowserSettings
    private var last: Task<Void, Never>?
    private var unfinished = 0

    static let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
    private static let limit = Duration.seconds(60)
    /// Those who ask may have gone when their turn comes; behind so many nobody else is let in.
    static let longestQueue = 5

    public init(_ settings: BrowserSettings) { self.settings = settings }

    /// Whether there is a browser.
    public nonisolated var isAvailable: Bool { (try? browser()) != nil }

    /// - Returns: the bytes of the PDF.
    /// - Throws: ``ReportError/noBrowser(tried:)``, ``ReportError/browserFailed(_:reason:)``, ``ReportError/browserBusy``, `CancellationError`.
    public func pdf(of html: String) async throws -> Data {
        let browser = try browser()
        guard unfinished < Self.longestQueue else { throw ReportError.browserBusy }
        unfinished += 1
        defer { unfinished -= 1 }
        let before = last
        let printing = Task { [settings] in
            await before?.value
            try Task.checkCancellation()
            return try await Self.print(html, browser, path: settings.path)
        }
        last = Task { _ = try? await printing.value }
        return try await withTaskCancellationHandler {
            try await printing.value
        } onCancel: {
            printing.cancel()
        }
    }

    private nonisolated func browser() throws(ReportError) -> String {
        let tried = settings.browser.map { [$0] } ?? Self.names
        let folders = settings.path.split(separator: ":").map(String.init)
        for name in tried {
            let places = name.contains("/") ? [name] : folders.map { "\($0)/\(name)" }
            if let found = places.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) { return found }
        }
        throw .noBrowser(tried: tried)
    }

    private static func print(_ html: String, _ browser: String, path: String) async throws -> Data {
        removeLeftovers()
        let folder = FileManager.default.temporaryDirectory.appending(path: "\(folderPrefix)\(UUID().uuidString)")
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try Data(html.utf8).write(to: folder.appending(path: "report.html"))
        } catch {
            throw ReportError.browserFailed(browser, reason: error.localizedDescription)
        }
        defer { try? FileManager.default.removeItem(at: folder) }
        let pdf = folder.appending(path: "report.pdf")
        var arguments = [
            "--headless", "--disable-gpu", "--disable-extensions", "--disable-background-networking", "--no-first-run",
            "--user-data-dir=\(folder.appending(path: "profile").path)", "--no-pdf-header-footer", "--print-to-pdf=\(pdf.path)",
        ]
        // Chromium refuses root with its sandbox. The file has no script and loads nothing.
        if geteuid() == 0 { arguments.append("--no-sandbox") }
        arguments.append(folder.appending(path: "report.html").absoluteString)
        let said = try await run(browser, arguments, in: folder.path, path: path)
        guard let data = FileManager.default.contents(atPath: pdf.path), data.starts(with: Data("%PDF".utf8)) else {
            throw ReportError.browserFailed(browser, reason: said.isEmpty ? "it said nothing" : said)
        }
        return data
    }

    private static let folderPrefix = "mainstay-print-"

    /// Of a server that was killed while it printed: nobody else would delete its report.
    private static func removeLeftovers() {
        let files = FileManager.default
        let place = files.temporaryDirectory
        for name in (try? files.contentsOfDirectory(atPath: place.path)) ?? [] where name.hasPrefix(folderPrefix) {
            let folder = place.appending(path: name)
            guard let attributes = try? files.attributesOfItem(atPath: folder.path), let made = attributes[.modificationDate] as? Date,
                (attributes[.ownerAccountID] as? NSNumber)?.uint32Value == geteuid(),
                // Longer than any printing takes.
                made.timeIntervalSinceNow < -Double(2 * limit.components.seconds)
            else { continue }
            try? files.removeItem(at: folder)
        }
    }

    /// - Returns: the last line that the browser said.
    private static func run(_ browser: String, _ arguments: [String], in folder: String, path: String) async throws -> String {
        var options = PlatformOptions()
        // A session of its own: the time limit ends the browser's children as well.
        options.createSession = true
        options.teardownSequence = [.send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: .seconds(2))]
        return try await withThrowingTaskGroup(of: String?.self) { [options] group in
            group.addTask {
                do {
                    let result = try await Subprocess.run(
                        .path(.init(browser)), arguments: Arguments(arguments),
                        environment: .custom(["PATH": path, "HOME": folder, "TMPDIR": folder, "LC_ALL": "C.UTF-8"]),
                        workingDirectory: .init(folder), platformOptions: options, input: .none, output: .string(limit: 1 << 18),
                        error: .combinedWithOutput)
                    return result.standardOutput.split(separator: "\n").last.map(String.init) ?? ""
                } catch {
                    try Task.checkCancellation()
                    throw ReportError.browserFailed(browser, reason: "it could not be run: \(error)")
                }
            }
            group.addTask {
                try await Task.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            guard let said = try await group.next() else { return "" }
            guard let said else { throw ReportError.browserFailed(browser, reason: "it was not done after \(limit.components.seconds) s") }
            return said
        }
    }
}
