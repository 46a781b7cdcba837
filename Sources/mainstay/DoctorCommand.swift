import App
import ArgumentParser
import Domain
import Logging

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Looks at the database and the engine, and says what is wrong and what to do.",
        discussion: """
            Changes nothing. Ends with 0 when there is no problem (warnings are none), with 1 when there is one.

            Examples:
              mainstay doctor
              mainstay doctor --format json
            """)

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let configuration = try global.configuration()
        let logger = Logger.mainstay(configuration.logLevel)
        let diagnosis = try await Interruption.cancelling {
            try await Doctor(clock: SystemClock()).examine(configuration, logger: logger)
        }
        output.write(diagnosis)
        if diagnosis.hasProblems { throw ExitCode.failure }
    }
}
