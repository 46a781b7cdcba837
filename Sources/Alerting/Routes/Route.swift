public import Domain
public import Foundation
public import Postgres
import Schema

/// Where alerts of a rule go.
public struct Route: Sendable, Hashable {
    public enum Purpose: String, Sendable, Hashable, CaseIterable {
        /// Told when an alert fires, while it does, and when it is over.
        case alert
        /// Told when nobody answered in time.
        case escalation
    }

    public enum Channel: String, Sendable, Hashable, CaseIterable {
        case slack, email, webhook
    }

    public var id: String
    public var rule: AlertRule
    /// Nil stands for all.
    public var severity: AlertSeverity?
    public var segment: Segment?
    public var purpose: Purpose
    public var channel: Channel
    /// A channel, address or URL, `parameter:NAME` for one that a parameter holds, or `role:NAME` for the addresses of that role's accounts.
    public var target: String
    /// Hours, or `parameter:NAME`; nil where no answer is asked for.
    public var answerWithin: String?
    /// Nil: an alert that still fires is not told again.
    public var repeatHours: Decimal?
    public var isEnabled: Bool
}

extension Route.Purpose: PostgresEncodable, PostgresDecodable {}

extension Route.Channel: PostgresEncodable, PostgresDecodable {}

extension Route {
    static let columns: SQL = """
        r.route_id, r.rule, r.severity, r.segment, r.purpose, r.channel, r.target, r.answer_within, r.repeat_hours, r.enabled
        """

    init(_ row: Row) throws {
        self.init(
            id: try row["route_id"], rule: try row["rule"], severity: try row["severity"], segment: try row["segment"],
            purpose: try row["purpose"], channel: try row["channel"], target: try row["target"], answerWithin: try row["answer_within"],
            repeatHours: try row["repeat_hours"], isEnabled: try row["enabled"])
    }

    /// What is wrong with it, one error each.
    ///
    /// - Parameters:
    ///   - parameters: those there are, with their values.
    ///   - numbers: those whose values are numbers. A time that is none would stop every evaluation.
    ///   - keepsTarget: target and channel are those that it had. What a parameter holds is not asked then: somebody who switches a route off has
    ///     not to mend it first.
    func faults(parameters: [String: String], numbers: Set<String>, keepsTarget: Bool = false) -> [AlertError] {
        var faults: [AlertError] = []
        let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789-")
        if !(1...60).contains(id.count) || !id.allSatisfy(allowed.contains) { faults.append(.routeNameMalformed(id)) }
        func refuse(_ name: String, _ value: String, _ wanted: String) {
            faults.append(.routeValue(name: name, value: value, wanted: wanted))
        }
        if target.hasPrefix("parameter:") {
            if let value = parameters[String(target.dropFirst(10))] {
                // An empty one leads to nobody, which is allowed.
                let isOfChannel = value.allSatisfy(\.isWhitespace) || channel.form.accepts(value)
                if !keepsTarget, !isOfChannel { refuse("target", target, "the name of a parameter that holds \(channel.form.wanted)") }
            } else {
                refuse("target", target, "the name of a parameter")
            }
        } else if target.hasPrefix("role:") {
            if channel != .email { refuse("target", target, "a role only in a route by e-mail") }
            if Role(rawValue: String(target.dropFirst(5))) == nil {
                refuse("target", target, "one of the roles \(Role.allCases.map(\.rawValue).joined(separator: ", "))")
            }
        } else if !channel.form.accepts(target) {
            refuse("target", target, channel.form.wanted)
        }
        if let answerWithin {
            let isKnown =
                answerWithin.hasPrefix("parameter:")
                ? numbers.contains(String(answerWithin.dropFirst(10)))
                : answerWithin.wholeMatch(of: /[0-9]{1,5}(\.[0-9]{1,4})?/) != nil
                    && Decimal(string: answerWithin).map { $0 <= Self.longestHours } ?? false
            if !isKnown {
                refuse("answer-within", answerWithin, "a number of hours up to \(Self.longestHours), or parameter:NAME of a number")
            }
        }
        if let repeatHours, repeatHours < Self.shortestRepeat || repeatHours > Self.longestHours {
            refuse("repeat-hours", "\(repeatHours)", "a number from \(Self.shortestRepeat) to \(Self.longestHours)")
        }
        return faults
    }

    /// A year.
    static let longestHours = Decimal(8_784)
    /// Six minutes: what is told more often than somebody can act is noise.
    static let shortestRepeat = Decimal(1) / 10
}

extension Route.Channel {
    var form: TargetForm {
        switch self {
        case .slack: .slack
        case .email: .email
        case .webhook: .webhook
        }
    }
}
