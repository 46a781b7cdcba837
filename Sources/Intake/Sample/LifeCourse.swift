/// The states a customer goes through and how long each lasts.
///
/// ```
///  onboarding ─▶ engaged ─▶ drifting ─▶ silent ─▶ ended
///      │           ▲  │        │ ▲        │ ▲       │
///      │           │  └──▶ troubled ──────┼─┘       │  (troubled customers also leave at once)
///      └─▶ silent  └─ recovering ◀────────┴─────────┘
/// ```
struct LifeCourse {
    enum State: Int {
        /// New, finding out.
        case onboarding
        case engaged
        /// Comes less and less.
        case drifting
        /// Has problems and says so.
        case troubled
        /// Problems solved, trust returning.
        case recovering
        /// Stays away without having cancelled.
        case silent
        /// No longer a customer.
        case ended
    }

    /// A way out of a state.
    private struct Exit {
        let state: State
        /// Chance per day.
        let chance: Double
        /// Twice as likely while the product is in trouble.
        let isSetback: Bool
    }

    private(set) var state = State.onboarding
    private let temperament: Temperament
    private var exits: [Exit] = []
    private var dayOfDecision: Int

    init(temperament: Temperament, firstDay: Int) {
        self.temperament = temperament
        dayOfDecision = firstDay + (temperament.neverComes ? 0 : temperament.onboardingDays)
    }

    /// How much of the customer's usual activity is left.
    var activity: Double {
        switch state {
        case .onboarding: temperament.fadesEarly ? 0.75 : 1.05
        case .engaged: 1
        case .drifting: 0.4
        case .troubled: 0.6
        case .recovering: 0.9
        case .silent, .ended: 0
        }
    }

    /// Lives through one day.
    /// - Parameter roll: a uniform number in [0, 1) that decides.
    /// - Returns: the new state when there is one.
    mutating func advance(day: Int, isIncident: Bool, roll: Double) -> State? {
        if state == .onboarding {
            guard day >= dayOfDecision else { return nil }
            return enter(temperament.fadesEarly || temperament.neverComes ? .silent : .engaged)
        }
        var rest = roll
        for exit in exits {
            rest -= exit.isSetback && isIncident ? exit.chance * 2.2 : exit.chance
            if rest < 0 { return enter(exit.state) }
        }
        return nil
    }

    @discardableResult
    mutating func enter(_ next: State) -> State {
        state = next
        // Fit shortens bad times and prolongs good ones.
        let help = PortableMath.exp(0.35 * temperament.fit)
        switch next {
        case .engaged:
            exits = [
                Exit(state: .drifting, chance: 0.0058 / help, isSetback: true),
                Exit(state: .troubled, chance: 0.0030 / help, isSetback: true),
            ]
        case .drifting:
            exits = [
                Exit(state: .engaged, chance: 0.022 * help, isSetback: false),
                Exit(state: .silent, chance: 0.013 / help, isSetback: true),
                Exit(state: .troubled, chance: 0.010, isSetback: true),
            ]
        case .troubled:
            exits = [
                Exit(state: .recovering, chance: 0.042 * help, isSetback: false),
                Exit(state: .ended, chance: 0.012 * temperament.cancels / help, isSetback: true),
                Exit(state: .silent, chance: 0.011 / help, isSetback: true),
            ]
        case .recovering:
            exits = [
                Exit(state: .engaged, chance: 0.05, isSetback: false),
                Exit(state: .drifting, chance: 0.009 / help, isSetback: true),
            ]
        case .silent:
            exits = [
                Exit(state: .ended, chance: 0.0055 * temperament.cancels, isSetback: false),
                Exit(state: .recovering, chance: 0.0025 * help, isSetback: false),
            ]
        case .onboarding, .ended: exits = []
        }
        return next
    }
}
