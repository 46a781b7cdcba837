import Dashboards

/// What stands for a tone: a class, and a shape for those who do not see its colour.
enum ToneView {
    static func name(_ tone: Chart.Tone) -> String {
        switch tone {
        case .healthy: "healthy"
        case .atRisk: "at-risk"
        case .critical: "critical"
        case .accent: "accent"
        case .muted: "muted"
        }
    }

    static func symbol(_ tone: Chart.Tone) -> String {
        switch tone {
        case .healthy: "●"
        case .atRisk: "▲"
        case .critical: "■"
        case .accent: "◆"
        case .muted: "○"
        }
    }
}
