public import Domain

/// Why a report was not given, kept or compared.
public enum ReportError: Error, Hashable, Sendable {
    /// No stored report has this number.
    case unknown(Int64)
    /// The content of a stored report is not a document that this program knows.
    case unreadable(Int64, reason: String)
    /// Only two of one kind have the same figures.
    case kindsDiffer(ReportKind, ReportKind)
    /// A report of the future cannot be kept.
    case future(Moment)
    /// No browser was found that could make a PDF.
    case noBrowser(tried: [String])
    /// Too many PDFs are waited for already.
    case browserBusy
    /// The browser made no PDF.
    case browserFailed(String, reason: String)

    public var code: String {
        switch self {
        case .unknown: "report-unknown"
        case .unreadable: "report-unreadable"
        case .kindsDiffer: "report-kinds-differ"
        case .future: "report-future"
        case .noBrowser: "report-no-browser"
        case .browserBusy: "report-browser-busy"
        case .browserFailed: "report-browser-failed"
        }
    }
}

extension ReportError: CustomStringConvertible {
    public var description: String { "\(problem); \(fix) (\(code))" }

    private var problem: String {
        switch self {
        case .unknown(let id): "no report has the number \(id)"
        case .unreadable(let id, let reason): "report \(id) was written by another version of the program: \(reason)"
        case .kindsDiffer(let one, let other): "a \(one.title) cannot be compared with a \(other.title)"
        case .future(let asOf): "a report of \(NumberText.moment(asOf)) cannot be kept: it would be a guess that looks like a fact"
        case .noBrowser(let tried): "a PDF is made by Chromium, which was not found (tried \(tried.joined(separator: ", ")))"
        case .browserBusy: "too many PDFs are being made already"
        case .browserFailed(let path, let reason): "\(path) made no PDF: \(reason)"
        }
    }

    private var fix: String {
        switch self {
        case .unknown: "`mainstay report list` lists them"
        case .unreadable: "run the version that wrote it, or make the report anew with --as-of"
        case .kindsDiffer: "compare two of one kind"
        case .future: "leave out --keep, or give an earlier --as-of"
        case .noBrowser: "install chromium, or name one with MAINSTAY_CHROMIUM; --format html works without"
        case .browserBusy: "try again in a moment; HTML needs no browser"
        case .browserFailed: "--format html works without a browser"
        }
    }
}
