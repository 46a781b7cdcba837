#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What the server may count on. Sizes in bytes.
struct Machine: Sendable, Equatable {
    var memory: Int
    var cores: Int
    /// Free room on the data folder's disk.
    var freeDisk: Int
    /// Size of `/dev/shm`, where Linux keeps POSIX shared memory; nil elsewhere.
    var sharedMemory: Int?

    static func current(dataFolder: String) -> Machine {
        var memory = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
        var shared: Int?
        #if os(Linux)
            if let limit = controlGroupLimit() { memory = min(memory, limit) }
            shared = room("/dev/shm")?.total
        #endif
        return Machine(
            memory: max(memory, 0), cores: max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1),
            freeDisk: room(dataFolder)?.free ?? .max, sharedMemory: shared)
    }

    private static func room(_ path: String) -> (free: Int, total: Int)? {
        var record = statvfs()
        guard statvfs(path, &record) == 0 else { return nil }
        let unit = Int(record.f_frsize)
        return (Int(record.f_bavail) * unit, Int(record.f_blocks) * unit)
    }

    #if os(Linux)
        /// The least memory limit of this process's control group and those above it (a container's, a service's).
        private static func controlGroupLimit() -> Int? {
            var limits = [SmallFile.read("/sys/fs/cgroup/memory/memory.limit_in_bytes")]
            let groups = SmallFile.read("/proc/self/cgroup") ?? ""
            if let own = groups.split(separator: "\n").first(where: { $0.hasPrefix("0::") }) {
                var group = own.dropFirst(3)
                while true {
                    limits.append(SmallFile.read("/sys/fs/cgroup\(group == "/" ? "" : group)/memory.max"))
                    guard let slash = group.lastIndex(of: "/"), group != "/", !group.isEmpty else { break }
                    group = group[..<slash]
                }
            }
            return limits.compactMap { text in text.flatMap { Int($0.prefix { $0.isNumber }) } }.min()
        }
    #endif
}
