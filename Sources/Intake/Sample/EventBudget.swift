/// How much of what customers do is recorded, so that a company has the wanted number of events.
struct EventBudget: Sendable {
    /// Share of the visits that leave a trace; below 1 when few events are wanted.
    let recordedVisits: Double
    /// Events of a visit beyond its first, on average; above 0 when many are wanted.
    let furtherEvents: Double

    /// Lives lived on trial: evenly spaced, so that few give the mean within some percent.
    private static let trials = 600

    init(recordedVisits: Double, furtherEvents: Double) {
        (self.recordedVisits, self.furtherEvents) = (recordedVisits, furtherEvents)
    }

    /// Finds the shares by living some customers' lives on trial.
    /// - Parameters:
    ///   - eventsPerCustomer: the wanted mean. What cannot be left out (first and last visits, adoptions) sets a floor of about 6.
    ///   - plan: makes the plan of the company for a budget.
    init(eventsPerCustomer: Double, customers: Int, plan: (EventBudget) -> SampleCompany.Plan) {
        func meanEvents(_ recordedVisits: Double, _ furtherEvents: Double) -> Double {
            let plan = plan(EventBudget(recordedVisits: recordedVisits, furtherEvents: furtherEvents))
            let numbers = stride(from: 1, through: customers, by: max(1, customers / Self.trials))
            var (events, lives) = (0, 0)
            for number in numbers {
                events += CustomerLife.lived(by: number, plan: plan).events.count
                lives += 1
            }
            return Double(events) / Double(lives)
        }
        let all = meanEvents(1, 0)
        if all <= eventsPerCustomer {
            let perFurther = meanEvents(1, 1) - all
            self.init(recordedVisits: 1, furtherEvents: perFurther > 0 ? (eventsPerCustomer - all) / perFurther : 0)
            return
        }
        let fewest = meanEvents(0, 0)
        var share = 0.0
        if eventsPerCustomer > fewest {
            // A straight line between the ends, bent once: messages and their answers make it not quite straight.
            share = (eventsPerCustomer - fewest) / (all - fewest)
            let got = meanEvents(share, 0)
            share *= got > fewest ? (eventsPerCustomer - fewest) / (got - fewest) : 1
        }
        self.init(recordedVisits: min(share, 1), furtherEvents: 0)
    }
}
