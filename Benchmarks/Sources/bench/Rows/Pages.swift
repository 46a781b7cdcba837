import Dashboards
import Domain
import Foundation
import Postgres

/// Pages and API of a warm `mainstay serve` under wrk, signed in over HTTP; held against the least that the same library can answer with.
struct Pages {
    let bench: Workbench

    func measure() async throws -> [Measurement] {
        guard let program = bench.mainstay else { return [.skipped("pages", because: "mainstay is not built: make build")] }
        guard let hello = Self.hello else {
            return [.skipped("pages", because: "hello is not built: swift build --package-path Benchmarks --configuration release")]
        }
        guard await Wrk.isHere() else { return [.skipped("pages", because: Wrk.fix)] }
        let (small, large) = (try await bench.smallerCompany(), try await bench.company())
        return try await measure(small, program, hello, isLarger: false) + measure(large, program, hello, isLarger: true)
    }

    /// Built beside this program.
    private static var hello: String? {
        Bundle.main.executableURL.map { $0.deletingLastPathComponent().appendingPathComponent("hello").path }
            .flatMap { FileManager.default.isExecutableFile(atPath: $0) ? $0 : nil }
    }

    private func measure(_ company: Company, _ program: String, _ hello: String, isLarger: Bool) async throws -> [Measurement] {
        bench.narration.say("asking for pages of \(company.size)")
        let mainstay = MainstayProgram(path: program, databaseURL: bench.server.url(database: company.database))
        let wrk = Wrk(folder: bench.folder)
        try await Snapshots.take(of: company)
        return try await mainstay.server(log: bench.folder + "/serve.log").whileListening { server in
            let client = WebClient(port: server.port)
            let load = PageLoad(wrk: wrk, client: client)
            let visitor = try await Visitor(of: mainstay, client: client)
            let customer = try await company.configuration.withConnection { connection in
                try await Quiet.wait(on: connection)
                return try await Someone.pick(on: connection)
            }
            var measurements = try await latencies(Self.pages(visitor, customer), load, company)
            measurements += try await ListeningProgram(path: hello, log: bench.folder + "/hello.log").whileListening { other in
                let hello = PageLoad(wrk: wrk, client: WebClient(port: other.port))
                return try await rates(Self.pages(visitor, customer), load, hello, company)
            }
            guard isLarger else { return measurements }
            bench.narration.say("turning the pages of the list of customers")
            measurements += try await CustomerListSpeed(visitor: visitor, client: client, load: load, name: customer.name)
                .measure(customers: company.customers)
            measurements += try await PageWeight.measure(
                DashboardName.allCases.map { "/\($0.rawValue)" } + ["/customers", "/customers/\(customer.id)"], visitor, client)
            return measurements + Self.memory(of: server.process, company)
        }
    }

    // MARK: What is asked for

    private struct Page: Sendable {
        let requests: WebRequests
        /// The dashboards are promised to be quick; the API's questions are measured by themselves.
        let isPromised: Bool
    }

    private static func pages(_ visitor: Visitor, _ customer: Someone) -> [Page] {
        DashboardName.allCases.map { name in
            Page(requests: WebRequests("/\(name.rawValue)", ["/\(name.rawValue)"], [visitor.cookie]), isPromised: true)
        } + [
            Page(
                requests: WebRequests("/api/v1/dashboards/executive", ["/api/v1/dashboards/executive"], [visitor.token]), isPromised: true),
            Page(requests: WebRequests("/api/v1/metrics/health", ["/api/v1/metrics/health"], [visitor.token]), isPromised: false),
            Page(requests: WebRequests("/api/v1/customers/{id}", ["/api/v1/customers/\(customer.id)"], [visitor.token]), isPromised: false),
        ]
    }

    private func latencies(_ pages: [Page], _ load: PageLoad, _ company: Company) async throws -> [Measurement] {
        var measurements: [Measurement] = []
        for page in pages {
            measurements.append(
                .of(
                    "\(page.requests.what), \(company.size)", try await load.latency(page.requests),
                    target: page.isPromised ? .p99AtMost(0.005) : nil))
        }
        return measurements
    }

    private func rates(_ pages: [Page], _ load: PageLoad, _ hello: PageLoad, _ company: Company) async throws -> [Measurement] {
        let greeting = WebRequests("hello", ["/"])
        _ = try await hello.latency(greeting)
        let rates = try await Rounds.run(
            [{ try await hello.rate(greeting) }] + pages.map { page in { try await load.rate(page.requests) } })
        let (yardstick, rest) = (rates[0], rates.dropFirst())
        return [.of("hello, 16 connections", yardstick, unit: .perSecond)]
            + zip(pages, rest).map { page, rate in
                .rate(
                    "\(page.requests.what), 16 connections, against hello", rate, ratio: rate.median / yardstick.median,
                    target: page.isPromised ? .ratioAtLeast(0.5) : nil)
            }
    }

    private static func memory(of process: Int32, _ company: Company) -> [Measurement] {
        guard let memory = ProcessMemory(process: process) else {
            return [.skipped("memory of the server", because: "only Linux tells a process's memory")]
        }
        return [
            .of(
                "memory of the server, \(company.size): at most", Samples([memory.peak]), unit: .bytes, target: .greatestAtMost(150_000_000)
            ),
            .of("memory of the server: at the end", Samples([memory.resident]), unit: .bytes),
        ]
    }
}

/// A customer who has a name.
private struct Someone: Sendable {
    let id: String
    let name: String

    static func pick(on connection: Connection) async throws -> Someone {
        guard let id = try await ChosenCustomers.pick(1, seed: "page", on: connection).first,
            let name = try await connection.query("SELECT name FROM mainstay.users WHERE user_id = \(id)").first?.decode(
                "name", as: String?.self)
        else { throw BenchError.unexpected("the customer has no name") }
        return Someone(id: id.uuidString.lowercased(), name: name)
    }
}
