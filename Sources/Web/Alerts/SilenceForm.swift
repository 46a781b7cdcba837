import Alerting
import Domain

/// A silence as the form asks for it.
enum SilenceForm {
    /// In hours.
    static let spans = [1, 4, 24, 72, 168, 720]

    /// - Throws: ``Refusal/badRequest(reason:)``.
    static func wish(_ form: Form, now: Moment) throws(Refusal) -> SilenceWish {
        guard let hours = form["hours"].flatMap({ Int($0) }), spans.contains(hours) else {
            throw .badRequest(reason: "How long it holds is one of \(spans.map(String.init).joined(separator: ", ")) hours.")
        }
        let rule = try choice(form["rule"], of: AlertRule.allCases.map(\.rawValue), called: "rule").flatMap(AlertRule.init)
        let segment = try choice(form["segment"], of: Segment.allCases.map { $0.rawValue.lowercased() }, called: "segment")
        let customer = try AlertForm.text(form["customer"], longest: 200, called: "The customer")
        guard let why = try AlertForm.text(form["why"], longest: 500, called: "The reason") else {
            throw .badRequest(reason: "Say why it is silenced: others will wonder.")
        }
        return SilenceWish(
            rule: rule, segment: segment.flatMap(Segment.init(word:)),
            customer: customer, until: now.adding(seconds: Int64(hours) * 3_600), why: why)
    }

    private static func choice(_ text: String?, of words: [String], called name: String) throws(Refusal) -> String? {
        guard let text, !text.isEmpty else { return nil }
        guard words.contains(text) else { throw .badRequest(reason: "There is no \(name) “\(text.prefix(80))”.") }
        return text
    }
}
