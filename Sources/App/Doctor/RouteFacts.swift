import Delivery
import Domain
import Postgres

/// Would messages reach whom they are for? Tried as far as one can without sending anything.
struct RouteFacts: Sendable {
    struct Route: Sendable, Hashable {
        var channel: String
        var target: String
        var check: ChannelCheck
    }

    var isAnythingConfigured: Bool
    var routes: [Route]
    /// The routes that lead to nobody, since what they name is empty.
    var unset: [String] = []
    /// Messages that were given up in the last days.
    var givenUp: Int
    var lastError: String?

    static let days: Int64 = 7

    static func read(on connection: Connection, _ settings: ChannelSettings, now: Moment) async throws -> RouteFacts? {
        let row = try await connection.query(
            """
            SELECT COALESCE(sum(g.messages), 0)::bigint AS messages, (array_agg(g.last_error ORDER BY g.newest DESC))[1] AS last_error
              FROM mainstay.given_up_messages(\(now.adding(days: -days))) AS g
            """
        ).first
        var facts = RouteFacts(
            isAnythingConfigured: !settings.isEmpty, routes: [], givenUp: try row?.decode("messages") ?? 0,
            lastError: try row?.decode("last_error"))
        guard facts.isAnythingConfigured else { return facts }
        let channels = Channels(settings, links: MessageLinks(publicURL: ""), limit: .seconds(10))
        var seen: Set<[String]> = []
        for route in try await RouteTarget.all(on: connection)
        where route.target.isEmpty || seen.insert([route.channel, route.target]).inserted {
            guard !route.target.isEmpty else {
                facts.unset.append(route.route)
                continue
            }
            let check = await channels.check(channel: route.channel, target: route.target)
            facts.routes.append(Route(channel: route.channel, target: route.target, check: check))
        }
        return facts
    }

    var findings: [Finding] {
        var findings: [Finding] = []
        if givenUp > 0 {
            findings.append(
                .warning(
                    .routes, .messagesGivenUp,
                    "\(Spoken.count(givenUp, "message was", "messages were")) given up in the last \(Self.days) days; the last since: \(lastError ?? "–")",
                    remedy: "mend that, then mainstay deliveries retry --all"))
        }
        guard isAnythingConfigured else {
            return findings + [
                .ok(.routes, "no channel is set up: messages wait for 7 days, and mainstay deliveries list shows them (docs/delivery.md)")
            ]
        }
        if !unset.isEmpty {
            findings.append(
                .warning(
                    .routes, .routeNotConfigured, "these routes lead to nobody: \(unset.joined(separator: ", "))",
                    remedy: "set the parameter that they name, or give the accounts of the role an e-mail address (mainstay routes list)"))
        }
        for route in routes {
            let to = "\(route.channel) \(TargetText.shown(route.target))"
            switch route.check {
            case .ready(let seen): findings.append(.ok(.routes, "\(to): \(seen)"))
            case .notConfigured(let remedy):
                findings.append(.warning(.routes, .routeNotConfigured, "\(to): nothing is set up to reach it", remedy: remedy))
            case .broken(let reason):
                findings.append(
                    .problem(
                        .routes, .routeBroken, "\(to): \(reason)",
                        remedy: "correct the setting (docs/delivery.md) or the route (mainstay routes set)"))
            }
        }
        return findings
    }
}
