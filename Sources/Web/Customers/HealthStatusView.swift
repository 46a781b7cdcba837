import Dashboards
import Domain

/// A status as a word, with a shape and a colour.
enum HealthStatusView {
    static func view(_ status: HealthStatus) -> View {
        let tone = tone(status)
        return ["tone": ToneView.name(tone), "symbol": ToneView.symbol(tone), "word": word(status)]
    }

    static func word(_ status: HealthStatus) -> String { status == .atRisk ? "At risk" : status.rawValue }

    static func tone(_ status: HealthStatus) -> Chart.Tone {
        switch status {
        case .healthy: .healthy
        case .atRisk: .atRisk
        case .critical: .critical
        }
    }
}
