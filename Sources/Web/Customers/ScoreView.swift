import CustomerMetrics
import Domain
import Foundation

/// The score now: what it is made of, what each part means, and what comes if nothing happens.
enum ScoreView {
    static func view(_ score: Score, _ profile: CustomerProfile) -> View {
        [
            "total": score.total, "badge": HealthStatusView.view(score.status),
            "parts": ScoreComponent.allCases.map { part($0, score, profile) },
            "thresholds": thresholds(profile.model),
            "next": profile.nextChange.map { next($0, score) } ?? "Time alone changes nothing more.",
            "modelVersion": score.modelVersion,
        ]
    }

    private static func part(_ component: ScoreComponent, _ score: Score, _ profile: CustomerProfile) -> View {
        let weight = profile.model.weight(of: component)
        return [
            "name": component.rawValue.capitalized, "points": score[component], "weight": weight,
            "percent": weight > 0 ? 100 * score[component] / weight : 0,
            "input": input(component, score.inputs, profile.asOf), "rule": rule(component, profile.model),
        ]
    }

    private static func input(_ component: ScoreComponent, _ inputs: Score.Inputs, _ asOf: Moment) -> String {
        switch component {
        case .engagement: inputs.lastActivity.map { "Last activity \(SpanText.length(from: $0, to: asOf)) ago" } ?? "Never active"
        case .support: inputs.openTickets == 0 ? "No open ticket" : SpanText.count(inputs.openTickets, "open ticket")
        case .value:
            (inputs.adoptedFeatures == 0 ? "No feature adopted" : SpanText.count(inputs.adoptedFeatures, "feature") + " adopted")
                + (inputs.coreFeatureAdopted ? ", a core one among them" : "")
        }
    }

    /// How the part's points come about, by the model that holds.
    private static func rule(_ component: ScoreComponent, _ model: HealthModel) -> String {
        func value(_ name: String) -> Int { model[name] ?? 0 }
        func days(_ name: String) -> String { SpanText.count(value(name), "day") }
        let scale =
            "of \(component == .engagement ? value("active_engagement_points") : component == .support ? value("max_support_points") : value("max_value_points"))"
        switch component {
        case .engagement:
            return "Activity less than \(days("active_login_days")) ago gives \(value("active_engagement_points")) \(scale), "
                + "less than \(days("moderate_login_days")) \(value("moderate_engagement_points")), "
                + "less than \(days("low_login_days")) \(value("low_engagement_points")); longer ago gives none."
        case .support: return "Each open ticket takes \(value("ticket_penalty")) \(scale), down to \(value("min_support_points"))."
        case .value:
            let core = value("core_feature_bonus") > 0 ? "; a core one adds \(value("core_feature_bonus"))" : ""
            return "Each adopted feature gives \(value("points_per_feature")) \(scale)\(core)."
        }
    }

    private static func thresholds(_ model: HealthModel) -> String {
        "Healthy from \(model["healthy_threshold"] ?? 0) on, At risk from \(model["at_risk_threshold"] ?? 0) on, Critical below."
    }

    private static func next(_ change: CustomerProfile.NextChange, _ score: Score) -> String {
        "If nothing happens: \(change.total) (\(HealthStatusView.word(change.status))) at \(FigureText.moment(change.moment)), "
            + "after \(SpanText.count(change.inactiveDays, "day")) without activity: engagement goes from \(score.engagement) to \(change.engagement)."
    }
}
