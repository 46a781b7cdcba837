/// The settings Mainstay gives its server: what the product needs, and sizes that follow from the machine.
struct ServerSettings: Sendable {
    private(set) var values: [(name: String, value: String)]

    /// - Parameter extra: settings that win over the computed ones, such as a test's `fsync = off`.
    init(machine: Machine, socketFolder: String, hasLZ4: Bool, extra: [String: String] = [:]) {
        let mebi = 1 << 20
        let memory = machine.memory / mebi
        // A small machine needs its memory for the operating system's cache and everybody else.
        let sharedBuffers = memory < 2048 ? clamp(memory / 8, 32, 256) : clamp(memory / 4, 256, 8192)
        // Bursts of writing should not force checkpoints, but a nearly full disk must not fill up with the log.
        let walSize = clamp(min(memory < 8192 ? 4096 : 8192, machine.freeDisk / mebi / 8), 256, 8192)
        // The session itself works too, so one core less; more than four add little to queries of our size.
        let helpers = clamp(machine.cores - 1, 0, 4)

        values = [
            ("listen_addresses", ""),
            ("port", "\(ClusterLayout.port)"),
            // A list of folders: double quotes keep one with unusual characters in one piece.
            ("unix_socket_directories", "\"" + socketFolder.replacing("\"", with: "\"\"") + "\""),
            ("unix_socket_permissions", "0700"),
            ("cluster_name", "mainstay"),
            ("timezone", "UTC"),
            ("log_timezone", "UTC"),
            ("datestyle", "ISO, YMD"),
            ("log_line_prefix", "%m [%p] %q%a "),
            // Values bound to statements are customers' data and stay out of the log.
            ("log_parameter_max_length", "0"),
            ("log_parameter_max_length_on_error", "0"),
            ("synchronous_commit", "on"),
            ("shared_buffers", "\(sharedBuffers)MB"),
            ("effective_cache_size", "\(max(memory * 5 / 8, sharedBuffers))MB"),
            ("work_mem", "\(clamp(memory / 256, 4, 128))MB"),
            ("maintenance_work_mem", "\(clamp(memory / 16, 32, 1024))MB"),
            ("max_wal_size", "\(walSize)MB"),
            ("min_wal_size", "\(clamp(walSize / 8, 80, 1024))MB"),
            ("checkpoint_timeout", "15min"),
            ("wal_compression", hasLZ4 ? "lz4" : "pglz"),
            ("default_toast_compression", hasLZ4 ? "lz4" : "pglz"),
            ("random_page_cost", "1.1"),
            // Compiling costs more than our statements of milliseconds can win.
            ("jit", "off"),
            ("max_worker_processes", "\(max(8, machine.cores))"),
            ("max_parallel_workers", "\(clamp(machine.cores, 1, 8))"),
            ("max_parallel_workers_per_gather", "\(helpers)"),
            ("max_parallel_maintenance_workers", "\(helpers)"),
        ]
        #if os(Linux)
            // Elsewhere the value must be 0 before PostgreSQL 16.
            values.append(("effective_io_concurrency", "200"))
        #endif
        if let shared = machine.sharedMemory, shared < 512 * mebi {
            // Containers have 64 MB there, which parallel queries overflow; plain files do as well.
            values.append(("dynamic_shared_memory_type", "mmap"))
        }
        values.removeAll { extra.keys.contains($0.name) }
        values += extra.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// The file that `postgresql.conf` includes.
    var fileText: String {
        "# Written by Mainstay at each start of the server. Your own settings belong at the end of postgresql.conf.\n"
            + values.map { "\($0.name) = \(Self.quoted($0.value))\n" }.joined()
    }

    /// A string of PostgreSQL's configuration files, in which a backslash begins an escape.
    static func quoted(_ value: String) -> String {
        "'" + value.replacing("\\", with: "\\\\").replacing("'", with: "''") + "'"
    }
}

private func clamp(_ value: Int, _ lowest: Int, _ highest: Int) -> Int { min(max(value, lowest), highest) }
