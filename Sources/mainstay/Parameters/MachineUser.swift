import Foundation

/// Who runs the program.
enum MachineUser {
    /// The name by which this machine knows the user; of one who became root by sudo, his own name. Empty where nothing is known.
    static var name: String {
        let environment = ProcessInfo.processInfo.environment
        if geteuid() == 0, let name = environment["SUDO_USER"], !name.isEmpty { return name }
        guard let entry = getpwuid(geteuid()) else { return environment["USER"] ?? "" }
        return String(cString: entry.pointee.pw_name)
    }
}
