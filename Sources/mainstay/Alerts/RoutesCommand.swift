import Alerting
import App
public import ArgumentParser
import Domain
import Foundation
import Postgres

struct RoutesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "routes",
        abstract: "Says where alerts go, and changes it; every change is recorded.",
        discussion: """
            Examples:
              mainstay routes list
              mainstay routes set critical --target "#success-alerts"
              mainstay routes set vip --rule critical_customer --segment enterprise --channel email --target vip@example.com
              mainstay routes reset critical
            """,
        subcommands: [ListRoutesCommand.self, SetRouteCommand.self, ResetRouteCommand.self],
        defaultSubcommand: ListRoutesCommand.self)
}

struct ListRoutesCommand: QuestionCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the routes.",
        discussion: """
            A target or time `parameter:NAME` is what that parameter says (`mainstay parameters list`).

            Examples:
              mainstay routes list --format json
            """)

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func answer(now: Moment, on connection: Connection) async throws -> AlertRoutesReport {
        AlertRoutesReport(try await Routes.all(on: connection))
    }
}

struct SetRouteCommand: AlertChangeCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Changes a route, or makes one.",
        discussion: """
            What is not named stays as it is. `all` takes a restriction off, `none` a time.

            Examples:
              mainstay routes set critical --target "#success-alerts" --repeat-hours 12
              mainstay routes set crm --disable
              mainstay routes set vip --rule critical_customer --segment enterprise --channel email --target vip@example.com
            """)

    @Argument(help: "The route's name.")
    var id: String

    @Option(help: ArgumentHelp("Which alerts.", valueName: "rule"))
    var rule: String?

    @Option(help: "high, medium or low, or all.")
    var severity: String?

    @Option(help: "enterprise, professional, basic or free, or all.")
    var segment: String?

    @Option(help: "alert or escalation.")
    var purpose: Route.Purpose?

    @Option(help: "slack, email or webhook.")
    var channel: Route.Channel?

    @Option(help: "#channel or @name, addresses, a URL, or parameter:NAME.")
    var target: String?

    @Option(help: ArgumentHelp("Hours, parameter:NAME, or none.", valueName: "hours"))
    var answerWithin: String?

    @Option(help: ArgumentHelp("Hours, or none.", valueName: "hours"))
    var repeatHours: String?

    @Flag(help: "Use it again.")
    var enable = false

    @Flag(help: "Use it no more.")
    var disable = false

    @Option(help: "Why, for the record.")
    var why: String?

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard !(enable && disable) else { throw ValidationError("--enable and --disable exclude each other") }
    }

    func change(_ pool: Pool, by actor: String, now: Moment) async throws -> AlertRoutesReport {
        var edit = RouteEdit()
        edit.rule = try rule.map(AlertRule.init(argument:))
        if let severity {
            edit.severity = severity == "all" ? .some(nil) : .some(try Self.read(severity, "severity", "high, medium, low or all"))
        }
        if let segment { edit.segment = segment == "all" ? .some(nil) : .some(try Segment(argument: segment)) }
        (edit.purpose, edit.channel, edit.target) = (purpose, channel, target)
        if enable != disable { edit.isEnabled = enable }
        if let answerWithin { edit.answerWithin = answerWithin == "none" ? .some(nil) : .some(answerWithin) }
        if let repeatHours {
            guard repeatHours == "none" || Decimal(string: repeatHours) != nil else {
                throw AlertError.routeValue(name: "repeat-hours", value: repeatHours, wanted: "a number of hours, or none")
            }
            edit.repeatHours = .some(repeatHours == "none" ? nil : Decimal(string: repeatHours))
        }
        return AlertRoutesReport([try await Routes(pool: pool).set(id, edit, by: actor, why: why, now: now)])
    }

    private static func read(_ text: String, _ name: String, _ wanted: String) throws -> AlertSeverity {
        guard let value = AlertSeverity(rawValue: text) else { throw AlertError.routeValue(name: name, value: text, wanted: wanted) }
        return value
    }
}

struct ResetRouteCommand: AlertChangeCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset",
        abstract: "Makes a route what it is by default; one that somebody added is removed.",
        discussion: """
            Examples:
              mainstay routes reset critical
            """)

    @Argument(help: "The route's name.")
    var id: String

    @Option(help: "Why, for the record.")
    var why: String?

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func change(_ pool: Pool, by actor: String, now: Moment) async throws -> AlertRoutesReport {
        AlertRoutesReport([try await Routes(pool: pool).reset(id, by: actor, why: why, now: now)].compactMap(\.self))
    }
}

extension Route.Purpose: ExpressibleByArgument {}

extension Route.Channel: ExpressibleByArgument {}
