import CustomerMetrics
import Domain

/// What happened, newest first, with links to one kind of it.
enum TimelineView {
    static func view(_ story: CustomerStory) -> View {
        let (asked, timeline) = (story.asked, story.timeline)
        let kinds: [(CustomerTimeline.Kind?, String)] = [
            (nil, "All"), (.event, "Events"), (.ticket, "Tickets"), (.survey, "Surveys"), (.campaign, "Campaigns"),
        ]
        var view: View = [
            "kinds": kinds.map { kind, label in
                [
                    "label": label, "isChosen": kind == asked.kind,
                    "kindPath": asked.path(story.profile.customer, kind: kind, anchor: "timeline"),
                ] as View
            }
        ]
        guard !timeline.entries.isEmpty else {
            view["quiet"] =
                [
                    "missing": asked.kind == nil ? "Nothing has happened yet." : "Nothing of this kind has happened.",
                    "remedy": "Events, tickets, surveys and campaigns come from the files that mainstay import reads.",
                ] as View
            return view
        }
        view["happenings"] = ["entries": timeline.entries.map(entry)] as View
        if timeline.hasMore { view["more"] = ["sentence": "Only the newest \(timeline.entries.count) are shown."] as View }
        return view
    }

    private static func entry(_ entry: CustomerTimeline.Entry) -> View {
        let (what, detail) = words(entry.happening)
        return [
            "iso": entry.moment.iso8601, "text": FigureText.moment(entry.moment), "kind": entry.kind.rawValue, "what": what,
            "detail": detail,
        ]
    }

    private static func words(_ happening: CustomerTimeline.Entry.Happening) -> (what: String, detail: String) {
        switch happening {
        case .event("feature_adopted", let feature): ("Feature adopted", feature ?? "without a name")
        case .event(let type, let feature): (type, feature ?? "")
        case .ticketOpened(let shown, let subject, let category): ("Ticket opened", ticket(shown, subject, category))
        case .ticketClosed(let shown, let subject, let category): ("Ticket closed", ticket(shown, subject, category))
        case .surveyDeployed: ("Survey sent", "")
        case .surveyAnswered(let score, let category, let feedback):
            (
                "Survey answered",
                (["\(score)", category].compactMap(\.self) + [feedback.map { "“\($0)”" }].compactMap(\.self)).joined(separator: ", ")
            )
        case .campaignSent(let type): ("Campaign sent", name(type))
        case .campaignOpened(let type): ("Campaign opened", name(type))
        case .campaignClicked(let type): ("Campaign clicked", name(type))
        case .campaignResponded(let type): ("Campaign answered", name(type))
        }
    }

    private static func ticket(_ shown: String, _ subject: String?, _ category: String?) -> String {
        [subject ?? shown, category.map { "(\($0))" }].compactMap(\.self).joined(separator: " ")
    }

    private static func name(_ type: CampaignType) -> String {
        switch type {
        case .atRisk: "at risk"
        case .critical: "critical"
        case .winBack: "win-back"
        }
    }
}
