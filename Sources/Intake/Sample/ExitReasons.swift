import Domain

/// Why customers say they left.
enum ExitReasons {
    private struct Reason {
        let name: String
        /// How often it is given by those who had problems, and by those who went quiet.
        let afterTrouble, afterSilence: Double
        let details: [String]
    }

    static func survey(
        at moment: Moment, from state: LifeCourse.State, tier: CustomerProfile.Tier, _ random: inout RandomStream
    ) -> CustomerFacts.ExitSurvey {
        let weights = reasons.map { reason in
            let weight = state == .troubled ? reason.afterTrouble : reason.afterSilence
            // Who pays nothing does not leave for the price.
            return reason.name == "price" && !tier.isPaying ? weight * 0.15 : weight
        }
        let reason = reasons[random.pick(weights: weights)]
        return .init(
            id: random.uuid(), reason: reason.name, detail: random.chance(0.7) ? random.pick(reason.details) : nil, submittedAt: moment)
    }

    private static let reasons = [
        Reason(
            name: "price", afterTrouble: 1.6, afterSilence: 2.6,
            details: [
                "Too expensive for what we use.", "Our budget was cut this year.", "The price rise at renewal was too much.",
                "The next plan costs three times as much.",
                "We could not justify the cost to finance.",
            ]),
        Reason(
            name: "missing_feature", afterTrouble: 1.2, afterSilence: 1.8,
            details: [
                "No integration with our accounting software.", "We needed scheduled reports.", "Permissions are too coarse for us.",
                "The mobile app cannot do what we need on site.",
                "Exports to Excel lose our custom fields.",
            ]),
        Reason(
            name: "low_usage", afterTrouble: 0.5, afterSilence: 3.2,
            details: [
                "The team never really started using it.", "The project ended and nobody logs in any more.",
                "The colleague who introduced it has left.",
                "We went back to spreadsheets.",
            ]),
        Reason(
            name: "poor_support", afterTrouble: 2.4, afterSilence: 0.3,
            details: [
                "Tickets stayed open for weeks.", "We had to explain the same problem to four people.", "No answer when we needed it most.",
                "Support was friendly but could not help.",
            ]),
        Reason(
            name: "technical_problems", afterTrouble: 2.6, afterSilence: 0.4,
            details: [
                "Too slow with our amount of data.", "Reports timed out every Monday.", "The sync broke again and again.",
                "Numbers did not match our own.",
                "The outage came at the worst time.",
            ]),
        Reason(
            name: "competitor", afterTrouble: 1.1, afterSilence: 1.5,
            details: [
                "Our parent company uses another product.", "A competitor offered more for less.", "We found a tool made for our trade.",
            ]),
        Reason(
            name: "onboarding", afterTrouble: 0.3, afterSilence: 1.2,
            details: [
                "We did not find out how to begin.", "Setting it up took longer than we had.", "The import of our data never worked out.",
            ]),
        Reason(
            name: "business_closed", afterTrouble: 0.2, afterSilence: 0.7,
            details: ["We are closing the business.", "We merged with another firm.", "The department was dissolved."]),
    ]
}
