import Foundation
import Postgres
import Testing

@testable import App

@Suite("Where a server listens")
struct ServerSettingsTests {
    /// What alerts have where nothing is said about them.
    private let alerts = AlertSettings(
        signingKeyFolder: try? PrivateCluster.defaultDataDirectory(environment: ["XDG_DATA_HOME": "/data"]))

    private func configuration(_ arguments: [ConfigurationKey: String] = [:], _ environment: [String: String] = [:]) throws
        -> AppConfiguration
    {
        let home = ["XDG_DATA_HOME": "/data"].merging(environment) { $1 }
        return try AppConfiguration(ConfigurationSources(arguments: arguments, environment: home))
    }

    @Test("is this machine's port 8080 unless told otherwise")
    func defaults() throws {
        let settings = try configuration().serverSettings()
        #expect(settings == ServerSettings(address: ListenAddress(host: "127.0.0.1", port: 8_080), alerts: alerts))
        #expect(settings.address.url == "http://127.0.0.1:8080")
        let told = try configuration(
            [.host: "::", .port: "0", .behindTLSProxy: "true"], ["MAINSTAY_PORT": "9000", "MAINSTAY_ALLOW_INSECURE_BINDING": "Yes"]
        ).serverSettings()
        #expect(
            told
                == ServerSettings(
                    address: ListenAddress(host: "::", port: 0), isBehindTLSProxy: true, allowsInsecureBinding: true, alerts: alerts))
        #expect(told.address.url == "http://[::]:0")
    }

    @Test("has a port from 0 to 65535, and switches that are on or off", arguments: ["65536", "-1", "http", "80.5"])
    func badPort(port: String) throws {
        let error = #expect(throws: ConfigurationError.self) { try configuration([.port: port]).serverSettings() }
        #expect(error?.description.contains("--port '\(port)'") == true && error?.exitStatus == .badConfiguration)
        let other = #expect(throws: ConfigurationError.self) {
            try configuration([:], ["MAINSTAY_BEHIND_TLS_PROXY": "maybe"]).serverSettings()
        }
        #expect(other?.description == "MAINSTAY_BEHIND_TLS_PROXY 'maybe': not a value of behind-tls-proxy. Write true or false.")
    }

    @Test("may say its switches in a file without quotes")
    func file() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).json").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(#"{"behind-tls-proxy": true, "allow-insecure-binding": "off"}"#.utf8).write(to: URL(fileURLWithPath: path))
        let sources = try ConfigurationSources(file: path, environment: ["XDG_DATA_HOME": "/data"])
        #expect(try AppConfiguration(sources).serverSettings() == ServerSettings(isBehindTLSProxy: true, alerts: alerts))
        let error = #expect(throws: ConfigurationError.self) {
            try ConfigurationFile(path: "x.json", data: Data(#"{"behind-tls-proxy": []}"#.utf8))
        }
        #expect(error?.description.contains("neither true nor false") == true)
    }

    @Test("is near the usual port for the demo, and never beyond this machine")
    func demo() throws {
        let environment = ["MAINSTAY_HOST": "0.0.0.0", "MAINSTAY_BEHIND_TLS_PROXY": "true"]
        let settings = try configuration([:], environment).demoSettings()
        #expect(settings == ServerSettings(address: ListenAddress(host: "127.0.0.1", port: 8_080), sparePorts: 19, alerts: alerts))
        #expect(try configuration([.port: "9000"]).demoSettings().sparePorts == 0, "who names a port wants that one")
    }

    private static let hosts: [(host: String, isLoopback: Bool)] = [
        ("127.0.0.1", true), ("127.9.9.9", true), ("::1", true), ("0:0:0:0:0:0:0:1", true), ("::ffff:127.0.0.1", true), ("localhost", true),
        ("LocalHost", true), ("0.0.0.0", false), ("::", false), ("128.0.0.1", false), ("10.0.0.7", false), ("::ffff:10.0.0.7", false),
        ("::2", false), ("localhost.example", false), ("127.0.0.1.example", false), ("", false),
    ]

    @Test("knows which addresses only this machine reaches", arguments: hosts)
    func loopback(host: String, isLoopback: Bool) {
        #expect(ListenAddress(host: host, port: 1).isLoopback == isLoopback)
    }

    @Test("asks for users and TLS where others can reach it")
    func binding() throws {
        func missing(_ host: String, users: Bool, tls: Bool, allowed: Bool = false) -> Set<ServerRefusal.Missing>? {
            let settings = ServerSettings(
                address: ListenAddress(host: host, port: 80), isBehindTLSProxy: tls, allowsInsecureBinding: allowed)
            do throws(ServerRefusal) {
                try settings.checkBinding(hasUsers: users)
                return nil
            } catch {
                #expect(error.exitStatus == .badConfiguration)
                #expect(error.description.contains("--allow-insecure-binding") && error.description.contains("on 0.0.0.0"))
                #expect(error.description.contains("mainstay user add") == !users)
                #expect(error.description.contains("--behind-tls-proxy") == !tls)
                guard case .exposed(_, let missing) = error else { return [] }
                return missing
            }
        }
        #expect(missing("127.0.0.1", users: false, tls: false) == nil)
        #expect(missing("0.0.0.0", users: false, tls: false) == [.users, .tls])
        #expect(missing("0.0.0.0", users: true, tls: false) == [.tls])
        #expect(missing("0.0.0.0", users: false, tls: true) == [.users])
        #expect(missing("0.0.0.0", users: true, tls: true) == nil)
        #expect(missing("0.0.0.0", users: false, tls: false, allowed: true) == nil)
    }
}
