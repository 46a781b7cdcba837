import Crypto
import Domain
import Foundation
import Hummingbird
import Reports
import Synchronization

/// The files that pages load, under names that change with their content, so that browsers may keep them for good.
struct Assets: Sendable {
    final class Asset: Sendable {
        let type: String
        let bytes: ByteBuffer
        private let packed = Mutex<ByteBuffer?>(nil)

        init(type: String, bytes: Data) { (self.type, self.bytes) = (type, ByteBuffer(bytes: bytes)) }

        /// Made for the first who asks for it, and kept.
        var compressed: ByteBuffer {
            packed.withLock { packed in
                let made = packed ?? ByteBuffer(bytes: Gzip.compressed(Array(bytes.readableBytesView)))
                packed = made
                return made
            }
        }
    }

    /// By the name in the address. Nothing else is ever looked for, so an address cannot lead to another file.
    private let assets: [String: Asset]
    /// The name in the address by the name of the file.
    private let names: [String: String]

    /// - Parameter chartScriptPath: nil looks where packages put it.
    /// - Throws: ``WebFilesError``.
    init(files: WebFiles = WebFiles(), chartScriptPath: String?) throws(WebFilesError) {
        var contents = try files.contents(of: "Assets")
        contents[Self.chartFile] = try Self.chartScript(at: chartScriptPath)
        // Reports look the same on a page and as files that leave the server.
        contents["report.css"] = Data((ReportStyle.rules + ReportStyle.page).utf8)
        for name in ["app.css", "app.js", "charts.js", "icon.svg"] where contents[name] == nil { throw .unreadable(file: name) }
        var assets: [String: Asset] = [:]
        var names: [String: String] = [:]
        for (file, data) in contents {
            let name = Self.fingerprinted(file, data)
            names[file] = name
            assets[name] = Asset(type: Self.type(of: file), bytes: data)
        }
        (self.assets, self.names) = (assets, names)
    }

    private static let chartFile = "chart.js"

    // MARK: Addresses

    var stylesheets: [String] { ["app.css"].map(path) + others(".css", than: ["app.css"]) }
    var appScript: String { path("app.js") }
    var chartScript: String { path(Self.chartFile) }
    /// What draws with the chart library.
    var chartScripts: [String] { [path("charts.js")] + others(".js", than: ["app.js", "charts.js", Self.chartFile]) }
    var icon: String { path("icon.svg") }

    private func path(_ file: String) -> String { "/assets/" + (names[file] ?? file) }

    private func others(_ ending: String, than known: Set<String>) -> [String] {
        names.keys.filter { $0.hasSuffix(ending) && !known.contains($0) }.sorted().map(path)
    }

    // MARK: Contents

    subscript(name: String) -> Asset? { assets[name] }

    /// The text of a file by its own name, for an export; empty where there is none.
    func text(of file: String) -> String { names[file].flatMap { assets[$0] }.map { String(buffer: $0.bytes) } ?? "" }

    var chartScriptText: String { text(of: Self.chartFile) }

    func response(_ name: String, _ request: Request) throws(Refusal) -> Response {
        guard let asset = assets[name] else { throw .notFound }
        var headers: HTTPFields = [
            .contentType: asset.type, .cacheControl: "public, max-age=31536000, immutable", .vary: "Accept-Encoding",
        ]
        let accepted = request.headers[.acceptEncoding]?.split(separator: ",") ?? []
        guard accepted.contains(where: { $0.drop { $0 == " " } == "gzip" }), asset.compressed.readableBytes < asset.bytes.readableBytes
        else {
            return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: asset.bytes))
        }
        headers[.contentEncoding] = "gzip"
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: asset.compressed))
    }

    // MARK: Files

    private static func chartScript(at path: String?) throws(WebFilesError) -> Data {
        let places =
            path.map { [$0] } ?? [
                ShippedFolder.program.appendingPathComponent("chart.min.js").path,
                "/usr/share/javascript/chart.js/chart.min.js",
                "/usr/local/share/javascript/chart.js/chart.min.js",
                "/opt/homebrew/lib/node_modules/chart.js/dist/chart.min.js",
                "/usr/local/lib/node_modules/chart.js/dist/chart.min.js",
            ]
        for place in places {
            if let data = FileManager.default.contents(atPath: place) { return data }
        }
        throw .noChartScript(tried: places)
    }

    /// `app.css` → `app.0123456789ab.css`
    private static func fingerprinted(_ file: String, _ data: Data) -> String {
        let digest = SHA256.hash(data: data).prefix(6).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        guard let dot = file.lastIndex(of: ".") else { return file + "." + digest }
        return file[..<dot] + "." + digest + file[dot...]
    }

    private static func type(of file: String) -> String {
        switch file.split(separator: ".").last {
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        default: "application/octet-stream"
        }
    }
}
