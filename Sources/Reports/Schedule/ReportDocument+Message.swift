import Dashboards
public import Domain

extension ReportDocument {
    /// The first screen for mail and other channels; the rest is on the page.
    ///
    /// - Parameter path: of the page.
    public func message(path: String) -> MessageContent {
        MessageContent(
            severity: "low", title: title, summary: summary, facts: keyFigures.map(\.fact),
            sections: [
                MessageContent.Section(
                    heading: "What changed", paragraphs: changed.isEmpty ? ["Nothing that the data could tell."] : [],
                    items: changed.map { MessageContent.Item(title: "\($0.direction.word): \($0.statement)", detail: "", path: nil) }),
                MessageContent.Section(
                    heading: "To decide", paragraphs: toDecide.isEmpty ? ["Nothing: no figure asks for a decision."] : [],
                    items: toDecide.map { decision in
                        MessageContent.Item(
                            title: decision.proposal,
                            detail: ([decision.reason] + (decision.command.map { [$0] } ?? [])).joined(separator: " "),
                            path: decision.path)
                    }),
            ], path: path)
    }
}

extension ReportFigure {
    fileprivate var fact: MessageContent.Fact {
        var text = valueText
        if let unit, value.number != nil { text += " \(unit)" }
        if let verdict, let targetText { text += ", \(verdict.text) (\(targetText))" }
        if let previousText { text += "; before \(previousText)" }
        return MessageContent.Fact(title, text)
    }
}
