public import Domain
public import Postgres
import Schema

/// A customer's score between two moments: how it stood at the first, and each change after it.
///
/// The past is computed from the facts known now, so a fact that arrived late is in it.
public struct ScoreHistory: Sendable, Hashable {
    /// From this moment on the score is this.
    public struct Step: Sendable, Hashable {
        public let moment: Moment
        /// Nil while the customer is not active.
        public let score: Score?

        public init(moment: Moment, score: Score?) { (self.moment, self.score) = (moment, score) }
    }

    /// A version of the scoring model that began to hold.
    public struct ModelChange: Sendable, Hashable {
        public let moment: Moment
        public let version: Int

        public init(moment: Moment, version: Int) { (self.moment, self.version) = (moment, version) }
    }

    public let customer: Customer
    public let from: Moment
    public let to: Moment
    /// Oldest first; the first one is at `from` where there was a score then.
    public let steps: [Step]
    /// After `from` and up to `to`, oldest first.
    public let modelChanges: [ModelChange]

    public init(customer: Customer, from: Moment, to: Moment, steps: [Step], modelChanges: [ModelChange]) {
        (self.customer, self.from, self.to, self.steps, self.modelChanges) = (customer, from, to, steps, modelChanges)
    }

    /// - Parameters:
    ///   - id: as a person or a program gives it: the source's id, or the UUID.
    ///   - from: the first moment.
    ///   - to: the last moment; nothing that happened later is in the answer.
    /// - Throws: ``CustomerLookupError``, ``PostgresError``.
    public static func fetch(_ id: String, from: Moment, to: Moment, on connection: Connection) async throws -> ScoreHistory {
        let customer = try await Customer.find(id, on: connection)
        return ScoreHistory(
            customer: customer, from: from, to: to,
            steps: try await connection.query(
                "SELECT * FROM mainstay.health_score_states(\(customer.id.uuid), \(from), \(to)) ORDER BY changed_at"
            ).map { Step(moment: try $0["changed_at"], score: try Score($0)) },
            modelChanges: try await connection.query(
                """
                SELECT m.valid_from, m.model_version FROM mainstay.health_models AS m
                 WHERE m.valid_from > \(from) AND m.valid_from <= \(to) ORDER BY m.valid_from
                """
            ).map { ModelChange(moment: try $0["valid_from"], version: try $0["model_version"]) })
    }
}

extension ScoreHistory {
    /// The shape of `/api/v1/customers/{id}/history`.
    public var json: JSON {
        .object(
            customer.jsonMembers + [
                JSON.Member("from", .from(from)),
                JSON.Member("to", .from(to)),
                JSON.Member("steps", .array(steps.map { .object(["at": .from($0.moment), "score": $0.score?.json ?? .null]) })),
                JSON.Member(
                    "model_changes",
                    .array(modelChanges.map { .object(["at": .from($0.moment), "model_version": .from($0.version)]) })),
            ])
    }
}
