import CustomerMetrics
import Domain

/// A customer as the page's template shows one.
enum CustomerView {
    static func view(_ story: CustomerStory) -> View {
        let profile = story.profile
        let customer = profile.customer
        var view: View = [
            "called": customer.called, "moment": ["iso": profile.asOf.iso8601, "text": FigureText.moment(profile.asOf)] as View,
            "facts": facts(profile).map { ["term": $0.0, "fact": $0.1] as View },
            "standing": standing(profile.standing, createdAt: profile.createdAt),
            "change": ExplanationView.view(story),
            "course": HistoryView.view(story),
            "timeline": TimelineView.view(story),
            "alertsPath": "/alerts?state=all&customer=" + LocalPath.queryValue(customer.id.shown, keepsSlash: false),
        ]
        if let score = profile.score {
            view["score"] = ScoreView.view(score, profile)
        } else {
            view["noScore"] =
                ["missing": "No score: only active customers have one.", "remedy": "What was is in the history below."] as View
        }
        if story.asked.asOf != nil { view["past"] = ["presentPath": CustomerPath.page(of: customer)] as View }
        return view
    }

    private static func facts(_ profile: CustomerProfile) -> [(String, String)] {
        let customer = profile.customer
        var facts = [("Id", customer.id.shown)]
        if customer.id.externalID != nil { facts.append(("UUID", customer.uuidText)) }
        facts += [
            ("E-mail", customer.email ?? FigureText.unknown), ("Segment", customer.segment.rawValue),
            ("ARR", customer.arr.map(FigureText.money) ?? "not known"),
            ("Renewal", profile.renewalDate.map { renewal($0, profile.asOf) } ?? "not known"),
            ("Customer since", FigureText.moment(profile.createdAt)),
        ]
        return facts
    }

    private static func renewal(_ date: CivilDate, _ asOf: Moment) -> String {
        let days = Int((date.start.microseconds - asOf.startOfDay.microseconds) / Moment.microsecondsPerDay)
        return switch days {
        case ..<0: "\(date), \(SpanText.count(-days, "day")) ago"
        case 0: "\(date), today"
        default: "\(date), in \(SpanText.count(days, "day"))"
        }
    }

    private static func standing(_ standing: Standing, createdAt: Moment) -> String {
        switch standing {
        case .notYet: "Not a customer yet; from \(FigureText.moment(createdAt)) on."
        case .active(let since): "Active since \(FigureText.moment(since))."
        case .ended(let moment, let status): "Ended \(FigureText.moment(moment)) (\(status))."
        }
    }
}
