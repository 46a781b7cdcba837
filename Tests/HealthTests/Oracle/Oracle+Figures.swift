import Domain
import Foundation

/// The figures of one segment, or of everybody, at a moment.
struct Figures: Hashable, Sendable {
    var customers = 0
    /// With 2 decimals; nil without customers.
    var averageScore: Decimal?
    var healthy = 0
    var atRisk = 0
    var critical = 0

    init(customers: Int, averageScore: Decimal?, healthy: Int, atRisk: Int, critical: Int) {
        (self.customers, self.averageScore, self.healthy, self.atRisk, self.critical) = (customers, averageScore, healthy, atRisk, critical)
    }

    init(of scores: [Score]) {
        customers = scores.count
        let sum = scores.reduce(0) { $0 + $1.total }
        if customers > 0 {
            // Half away from zero, in hundredths.
            let (quotient, remainder) = (sum * 100).quotientAndRemainder(dividingBy: customers)
            averageScore = Decimal(quotient + (2 * remainder >= customers ? 1 : 0)) / 100
        }
        healthy = scores.count { $0.status == .healthy }
        atRisk = scores.count { $0.status == .atRisk }
        critical = scores.count { $0.status == .critical }
    }
}

extension Oracle {
    /// By segment, and under `All` for everybody; segments without active customers are left out.
    func figures(at moment: Moment) -> [String: Figures] {
        let scores = scores(at: moment)
        let segments = Dictionary(grouping: scores.keys) { Segment(subscriptionTier: company.customers[$0]?.tier).rawValue }
        var figures = segments.mapValues { ids in Figures(of: ids.compactMap { scores[$0]?.score }) }
        figures["All"] = Figures(of: scores.values.map(\.score))
        return figures
    }
}
