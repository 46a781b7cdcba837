public import Domain
public import Postgres

extension ClusterStatus: Report {
    public var page: Page {
        var page = Page("Private database")
        page.gap()
        var table = TextTable(.left(""), .left(""))
        table.add(.faint("State"), InkedText(stateText, stateInk))
        table.add(.faint("Folder"), InkedText(dataDirectory))
        if let majorVersion { table.add(.faint("PostgreSQL"), InkedText("\(majorVersion)")) }
        if let socketDirectory { table.add(.faint("Socket"), InkedText(socketDirectory)) }
        if state != .notCreated { table.add(.faint("Log"), InkedText(logFile)) }
        page.add(table)
        return page
    }

    private var stateText: String {
        switch state {
        case .notCreated: "not made yet; the first command that needs it makes it"
        case .stopped: "stopped; it starts when a command needs it"
        case .changing: "another program is starting or stopping it"
        case .starting(let process): "starting or recovering (process \(process))"
        case .running(let process, let startedAt):
            "runs since \(NumberText.moment(Moment(microseconds: Int64(startedAt) * Moment.microsecondsPerSecond))) (process \(process)), "
                + (isPinned ? "until mainstay database stop" : isUsed == true ? "while a program uses it" : "and nobody uses it")
        }
    }

    private var stateInk: Ink {
        switch state {
        case .running: .good
        case .changing, .starting: .warning
        case .notCreated, .stopped: .plain
        }
    }

    /// One word for programs.
    private var stateName: String {
        switch state {
        case .notCreated: "not-created"
        case .stopped: "stopped"
        case .changing: "changing"
        case .starting: "starting"
        case .running: "running"
        }
    }

    private var processID: Int? {
        switch state {
        case .starting(let process), .running(let process, _): Int(process)
        case .notCreated, .stopped, .changing: nil
        }
    }

    public var json: JSON {
        .object([
            "state": .string(stateName), "data_dir": .string(dataDirectory), "socket_dir": .from(socketDirectory), "log": .string(logFile),
            "postgresql": .from(majorVersion), "process": .from(processID), "pinned": .bool(isPinned), "used": .from(isUsed),
        ])
    }

    public var csv: CSVTable {
        CSVTable(
            ["state", "data_dir", "socket_dir", "log", "postgresql", "process", "pinned", "used"],
            rows: [
                [
                    stateName, dataDirectory, .csv(socketDirectory), logFile, .csv(majorVersion), .csv(processID), .csv(isPinned),
                    .csv(isUsed),
                ]
            ])
    }
}
