/// One line of the result: a quantity, what it should be, and what it was.
struct Measurement: Sendable {
    let what: String
    var target: Target?
    var samples: Samples?
    var unit = Unit.seconds
    var ratio: Double?
    /// Why there is nothing to show.
    var skipped: String?

    /// A quantity of its own.
    static func of(_ what: String, _ samples: Samples, unit: Unit = .seconds, target: Target? = nil) -> Measurement {
        Measurement(what: what, target: target, samples: samples, unit: unit)
    }

    /// A quantity held against another one's; `samples` are the other's where it is not shown anywhere else.
    static func ratio(_ what: String, _ ratio: Double, samples: Samples? = nil, target: Target? = nil) -> Measurement {
        Measurement(what: what, target: target, samples: samples, ratio: ratio)
    }

    /// A quantity of its own that is judged by how it stands to another one.
    static func rate(_ what: String, _ samples: Samples, ratio: Double, target: Target? = nil) -> Measurement {
        Measurement(what: what, target: target, samples: samples, unit: .perSecond, ratio: ratio)
    }

    static func skipped(_ what: String, because reason: String) -> Measurement { Measurement(what: what, skipped: reason) }

    /// Nil without a target.
    var isMet: Bool? { target?.isMet(samples: samples, ratio: ratio) }
}
