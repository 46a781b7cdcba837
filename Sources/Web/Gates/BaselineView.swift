import Domain
import Gates

/// The baseline of retention as the page of the gates shows it.
enum BaselineView {
    static func view(_ baseline: Baseline, mayChange: Bool) -> View {
        var view: View = [
            "rate": baseline.rate.map(FigureText.percent) ?? FigureText.unknown, "source": source(baseline),
        ]
        if !baseline.history.isEmpty {
            view["changes"] =
                [
                    "changeRows": baseline.history.map { entry in
                        [
                            "iso": entry.setAt.iso8601, "when": FigureText.moment(entry.setAt), "by": entry.setBy,
                            "rateThen": entry.rate.map(FigureText.percent) ?? "automatic", "why": entry.why,
                        ] as View
                    }
                ] as View
        }
        if mayChange {
            view["forms"] = ["csrf": Sheet.Gap.csrf.mark, "isSet": baseline.entry != nil] as View
        }
        return view
    }

    private static func source(_ baseline: Baseline) -> String {
        if let entry = baseline.entry { return "set by \(entry.setBy) on \(FigureText.moment(entry.setAt)): \(entry.why)" }
        guard let cohort = baseline.cohort else { return "No cohort has had its first month yet." }
        return "automatic: \(cohort.retained) of \(cohort.size) customers of \(cohort.month), the first cohort that could be observed"
    }
}
