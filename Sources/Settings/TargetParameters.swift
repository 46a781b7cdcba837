import Domain

/// The parameters that say where messages go, by what their values must be. Routes name them.
enum TargetParameters {
    static let forms: [String: TargetForm] = [
        "critical_slack_channel": .slack, "retention_slack_channel": .slack, "system_slack_channel": .slack,
        "chairman_escalation_slack": .slack, "ops_email": .email, "at_risk_digest_recipients": .email, "chairman_escalation_email": .email,
    ]
}
