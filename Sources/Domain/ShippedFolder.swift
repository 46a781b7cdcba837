public import Foundation

/// Where the build and the installation put the files that belong to a module: beside the executable itself, also when it was started by a link.
public enum ShippedFolder {
    /// `Bundle.module` would end the process where the files are missing; with the folder's name, that becomes an error that says so.
    public static func of(module: String) -> URL {
        program.appendingPathComponent("mainstay_\(module).resources")
    }

    /// The folder of the executable.
    public static var program: URL {
        let executable = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments.first ?? "mainstay")
        return executable.resolvingSymlinksInPath().deletingLastPathComponent()
    }
}
