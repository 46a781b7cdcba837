import CustomerMetrics

/// All that a customer's page tells.
struct CustomerStory: Sendable {
    let asked: CustomerPageRequest
    let profile: CustomerProfile
    let explanation: Explanation
    let history: ScoreHistory
    let timeline: CustomerTimeline
}
