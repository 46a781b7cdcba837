import Foundation
import Logging
import Postgres
import Testing

@testable import App

@Suite("How the program runs")
struct AppConfigurationTests {
    private func configuration(
        _ arguments: [ConfigurationKey: String] = [:], _ environment: [String: String] = ["XDG_DATA_HOME": "/data"]
    ) throws -> AppConfiguration {
        try AppConfiguration(ConfigurationSources(arguments: arguments, environment: environment))
    }

    private func place(_ configuration: AppConfiguration) -> String {
        switch configuration.database {
        case .address(let address): "address \(address)"
        case .privateCluster(let folder): "folder \(folder)"
        }
    }

    @Test("has defaults for everything")
    func defaults() throws {
        let configuration = try configuration()
        #expect(configuration.logLevel == .info)
        #expect(place(configuration) == "folder \(try PrivateCluster.defaultDataDirectory(environment: ["XDG_DATA_HOME": "/data"]))")
    }

    @Test("takes the database or the folder that is given closer to the user")
    func closer() throws {
        let url = "postgresql:///x"
        #expect(place(try configuration([.databaseURL: url])) == "address \(url)")
        #expect(place(try configuration([.dataDirectory: "/d"])) == "folder /d")
        #expect(place(try configuration([.dataDirectory: "/d"], ["MAINSTAY_DATABASE_URL": url])) == "folder /d")
        #expect(place(try configuration([.databaseURL: url], ["MAINSTAY_DATA_DIR": "/d"])) == "address \(url)")
        // Without a closer one the database counts.
        #expect(place(try configuration([.databaseURL: url, .dataDirectory: "/d"])) == "address \(url)")
    }

    @Test("puts the home folder in the place of ~")
    func home() throws {
        #expect(place(try configuration([:], ["MAINSTAY_DATA_DIR": "~/mainstay", "HOME": "/home/eva"])) == "folder /home/eva/mainstay")
        #expect(place(try configuration([:], ["MAINSTAY_DATA_DIR": "/x/~/y", "HOME": "/home/eva"])) == "folder /x/~/y")
    }

    @Test("names the origin of a bad value, and shows no password")
    func badValues() throws {
        let level = #expect(throws: ConfigurationError.self) { try configuration([:], ["MAINSTAY_LOG_LEVEL": "loud"]) }
        #expect(level?.description.hasPrefix("MAINSTAY_LOG_LEVEL 'loud': ") == true)
        #expect(level?.description.contains("trace, debug, info") == true)
        let address = #expect(throws: ConfigurationError.self) { try configuration([.databaseURL: "postgresql://u:secret@[::1/x"]) }
        #expect(address?.description.hasPrefix("--database-url: ") == true)
        #expect(address?.description.contains("secret") == false)
        #expect(address?.exitStatus == .badConfiguration)
    }

    @Test("reads a level in capitals")
    func capitals() throws {
        #expect(try configuration([.logLevel: "DEBUG"]).logLevel == .debug)
    }
}
