public import Domain

/// A report as a value: everything that its HTML, Markdown, PDF, mail and page say.
///
/// It is a function of the facts up to ``asOf`` and of the parameters. No moment of a clock is in it, so the report of last March made today
/// equals the one that was made in March.
public struct ReportDocument: Sendable, Hashable, JSONDocument {
    public let kind: ReportKind
    /// Nothing that happened later is in the report.
    public let asOf: Moment
    public let period: ReportPeriod
    public let title: String
    /// The state of things in one or two sentences.
    public let summary: String
    /// What changed since the period before: at most ``findingsShown``, the most important first.
    public let changed: [ReportFinding]
    /// What somebody has to decide: at most ``decisionsShown``, the most important first.
    public let toDecide: [ReportDecision]
    /// The figures of the first screen and of the mail; each stands in a section as well, with everything that belongs to it.
    public let keyFigures: [ReportFigure]
    /// The evidence.
    public let sections: [ReportSection]

    public static let findingsShown = 5
    public static let decisionsShown = 5

    /// - Parameters:
    ///   - changed: those beyond ``findingsShown`` are left out: a reader has ten minutes.
    ///   - toDecide: those beyond ``decisionsShown`` are left out.
    ///   - keyFigures: keys of figures that are in the sections; one that is not there is left out.
    public init(
        kind: ReportKind, asOf: Moment, summary: String, changed: [ReportFinding], toDecide: [ReportDecision],
        keyFigures: [String], sections: [ReportSection]
    ) {
        (self.kind, self.asOf, self.summary) = (kind, asOf, summary)
        period = ReportPeriod(kind, asOf: asOf)
        title = "\(kind.title): \(period.name)"
        self.changed = Array(changed.prefix(Self.findingsShown))
        self.toDecide = Array(toDecide.prefix(Self.decisionsShown))
        self.sections = sections
        let figures = Dictionary(sections.flatMap(\.figures).map { ($0.key, $0) }) { first, _ in first }
        self.keyFigures = keyFigures.compactMap { figures[$0] }
    }

    /// All figures of the sections in their order; keys are unique within a report.
    public var figures: [ReportFigure] { sections.flatMap(\.figures) }
}
