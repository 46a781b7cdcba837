import Domain

/// The health score as the sample company's success team saw it on a morning: the default model of metrics.md §2.
///
/// Campaigns are sent when it falls. The figures that Mainstay shows are never taken from here.
enum ObservedHealth {
    static func total(at moment: Moment, lastActivity: Moment?, openTickets: Int, features: Int) -> Int {
        engagement(silence: lastActivity.map { moment.microseconds - $0.microseconds }) + max(0, 30 - 10 * openTickets)
            + min(30, 5 * features)
    }

    static func status(total: Int) -> HealthStatus { total >= 70 ? .healthy : total >= 40 ? .atRisk : .critical }

    private static func engagement(silence: Int64?) -> Int {
        guard let silence else { return 0 }
        switch silence {
        case ..<Moment.microsecondsPerDay: return 40
        case ..<(7 * Moment.microsecondsPerDay): return 30
        case ..<(30 * Moment.microsecondsPerDay): return 20
        default: return 0
        }
    }
}
