import Domain
import Foundation

/// The templates and assets that are shipped beside the program.
struct WebFiles: Sendable {
    let folder: URL

    init(folder: URL = ShippedFolder.of(module: "Web")) { self.folder = folder }

    /// The files of a folder by name.
    /// - Throws: ``WebFilesError/missing(folder:)``.
    func contents(of name: String) throws(WebFilesError) -> [String: Data] {
        let place = folder.appendingPathComponent(name)
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: place.path) else { throw .missing(folder: place.path) }
        var contents: [String: Data] = [:]
        for name in names where !name.hasPrefix(".") {
            guard let data = try? Data(contentsOf: place.appendingPathComponent(name)) else { throw .unreadable(file: name) }
            contents[name] = data
        }
        return contents
    }
}

/// Why the pages cannot be served at all; found when the server starts.
public enum WebFilesError: Error, Sendable, Hashable {
    case missing(folder: String)
    case unreadable(file: String)
    /// - Parameter reason: the template engine's own words.
    case badTemplate(name: String, reason: String)
    /// - Parameter tried: where it was looked for.
    case noChartScript(tried: [String])
}

extension WebFilesError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .missing(let folder):
            "the program's own files are missing: \(folder). Install it again with make install, or run it where it was built."
        case .unreadable(let file): "cannot read \(file), one of the program's own files. Install it again with make install."
        case .badTemplate(let name, let reason): "the template \(name) cannot be used: \(reason). Install it again with make install."
        case .noChartScript(let tried):
            "Chart.js was not found (\(tried.joined(separator: ", "))). Install it (Debian and Ubuntu: apt-get install libjs-chart.js; "
                + "macOS: npm or a download), or put chart.min.js next to the program."
        }
    }
}
