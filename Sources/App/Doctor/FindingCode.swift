/// Stable names of what can be wrong; docs/errors.md explains each.
public enum FindingCode: String, Sendable, Hashable, CaseIterable {
    // The server
    case unreachable = "doctor-unreachable"
    case notCreated = "doctor-not-created"
    case tooOld = "doctor-too-old"
    case readOnly = "doctor-read-only"
    case encoding = "doctor-encoding"
    case autovacuumOff = "doctor-autovacuum-off"
    case pooler = "doctor-pooler"
    case clockSkew = "doctor-clock-skew"
    // The schema
    case notPermitted = "doctor-not-permitted"
    case notOwner = "doctor-not-owner"
    case noSchema = "doctor-no-schema"
    case schemaOlder = "doctor-schema-older"
    case schemaUnusable = "doctor-schema-unusable"
    case indexMissing = "doctor-index-missing"
    case indexInvalid = "doctor-index-invalid"
    case keyMissing = "doctor-key-missing"
    case triggerDisabled = "doctor-trigger-disabled"
    // The parameters
    case parameterValue = "doctor-parameter-value"
    // The engine
    case modelBehind = "doctor-model-behind"
    case queueWaiting = "doctor-queue-waiting"
    case everybodyWaiting = "doctor-everybody-waiting"
    case noEngine = "doctor-no-engine"
    case scoresStale = "doctor-scores-stale"
    case slow = "doctor-slow"
    case differences = "doctor-differences"
    case reconcileOld = "doctor-reconcile-old"
    case reconcileUnfinished = "doctor-reconcile-unfinished"
    // The tables
    case neverAnalyzed = "doctor-never-analyzed"
    case neverVacuumed = "doctor-never-vacuumed"
    case deadRows = "doctor-dead-rows"
    // Alerts
    case alertsWaiting = "doctor-alerts-waiting"
    case routeNotConfigured = "doctor-route-not-configured"
    case routeBroken = "doctor-route-broken"
    case messagesGivenUp = "doctor-messages-given-up"
    case alertSetting = "doctor-alert-setting"
    /// A look failed for a reason of its own.
    case lookFailed = "doctor-look-failed"
}
