import CustomerMetrics
import Domain
import Foundation

/// The annual recurring revenue of some customers, as far as it is known: a sum of nothing is unknown, and not 0.
struct KnownARR: Sendable, Hashable {
    /// Of those whose ARR is known, as it is now, in the currency of the facts.
    let sum: Decimal
    let customers: Int
    /// Those of the customers whose ARR is not known.
    let unknown: Int

    /// Nil where there are customers and the ARR of none of them is known.
    var known: Decimal? { customers > 0 && unknown == customers ? nil : sum }

    /// What stands beside the sum; nil where all is known.
    var note: String? {
        guard unknown > 0 else { return nil }
        return unknown == customers ? "ARR unknown" : "without \(NumberText.count(unknown)) whose ARR is unknown"
    }

    /// `ARR 48,000`, `ARR 48,000 without 2 whose ARR is unknown`, `ARR unknown`.
    var words: String {
        guard let known else { return "ARR unknown" }
        return "ARR \(NumberText.money(known))" + (note.map { " \($0)" } ?? "")
    }

    /// `bring in 48,000 a year`, `bring in 48,000 a year, without 2 whose ARR is unknown`, `have an unknown ARR`.
    ///
    /// - Parameters:
    ///   - verb: with a sum, such as `bring in`.
    ///   - other: where the ARR of none is known, such as `have`.
    func sentence(_ verb: String, else other: String) -> String {
        guard let known else { return "\(other) an unknown ARR" }
        return "\(verb) \(NumberText.money(known)) a year" + (note.map { ", \($0)" } ?? "")
    }
}

extension SegmentHealth {
    /// Of all active customers.
    var knownARR: KnownARR { known(\.arr, of: \.customers, without: \.arrUnknown) }

    /// Of At-Risk and Critical customers.
    var knownARRAtRisk: KnownARR { known(\.arrAtRisk, of: { $0.atRisk.part + $0.critical.part }, without: \.arrAtRiskUnknown) }

    private func known(_ arr: (Figures) -> Decimal, of customers: (Figures) -> Int, without unknown: (Figures) -> Int) -> KnownARR {
        KnownARR(
            sum: segments.reduce(Decimal(0)) { $0 + arr($1) }, customers: segments.reduce(0) { $0 + customers($1) },
            unknown: segments.reduce(0) { $0 + unknown($1) })
    }
}

extension FeatureRequests.Request {
    /// Of those who ask.
    var knownARR: KnownARR { KnownARR(sum: arr, customers: customers, unknown: arrUnknown) }
}
