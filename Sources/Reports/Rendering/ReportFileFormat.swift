/// How a report is written to a file or a reader.
public enum ReportFileFormat: String, Sendable, Hashable, CaseIterable {
    /// One self-contained file.
    case html
    case markdown
    /// The document itself, for programs.
    case json
    /// Made of the HTML by a browser on this machine.
    case pdf

    /// `html`, `md`, `json`, `pdf`
    public var fileEnding: String { self == .markdown ? "md" : rawValue }

    public var mediaType: String {
        switch self {
        case .html: "text/html; charset=utf-8"
        case .markdown: "text/markdown; charset=utf-8"
        case .json: "application/json"
        case .pdf: "application/pdf"
        }
    }
}
