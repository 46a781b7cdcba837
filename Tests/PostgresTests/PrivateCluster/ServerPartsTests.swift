import Testing

@testable import Postgres

@Suite struct ServerInstallationTests {
    @Test(
        arguments: [
            ("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", 15), ("postgres (PostgreSQL) 17beta1", 17),
            ("postgres (PostgreSQL) 18devel", 18), ("postgres (EnterpriseDB) 15", nil), ("", nil),
        ] as [(String, Int?)])
    func `the version in the program's answer`(answer: String, major: Int?) {
        #expect(ServerInstallation.major(inAnswer: answer) == major)
    }

    private let found = [
        ServerInstallation(folder: "/a", major: 14), ServerInstallation(folder: "/b", major: 17),
        ServerInstallation(folder: "/c", major: 15), ServerInstallation(folder: "/d", major: 17),
    ]

    @Test func `a new folder takes the first that is new enough, an old one its own`() throws {
        #expect(try ServerInstallation.choose(from: found, dataFolder: "/x", folderMajor: nil).folder == "/b")
        #expect(try ServerInstallation.choose(from: found, dataFolder: "/x", folderMajor: 15).folder == "/c")
    }

    @Test func `other versions are refused by name`() {
        #expect(throws: ClusterError.otherMajorVersion(folder: "/x", made: 16, installed: [17, 15])) {
            try ServerInstallation.choose(from: found, dataFolder: "/x", folderMajor: 16)
        }
        #expect(throws: ClusterError.noServerPrograms(tooOld: ["PostgreSQL 14 in /a"])) {
            try ServerInstallation.choose(from: [found[0]], dataFolder: "/x", folderMajor: nil)
        }
        #expect(throws: ClusterError.noServerPrograms(tooOld: [])) {
            try ServerInstallation.choose(from: [], dataFolder: "/x", folderMajor: 15)
        }
    }

    @Test func `this machine has one, wherever the search path leads`() async {
        let found = await InstallationSearch.run(searchPath: "relative::/nowhere")
        #expect(found.contains { $0.major >= ServerInstallation.oldestMajor })
    }
}

@Suite struct ServerSettingsTests {
    private func settings(_ gibi: Double, cores: Int = 2, freeDisk: Int = .max, shared: Int? = nil) -> [String: String] {
        let machine = Machine(memory: Int(gibi * 1_073_741_824), cores: cores, freeDisk: freeDisk, sharedMemory: shared)
        let settings = ServerSettings(machine: machine, socketFolder: "/s", hasLZ4: true, extra: ["work_mem": "1MB"])
        return Dictionary(settings.values.map { ($0.name, $0.value) }) { _, last in last }
    }

    @Test(arguments: [
        (0.5, "64MB", "4096MB"), (1, "128MB", "4096MB"), (4, "1024MB", "4096MB"), (16, "4096MB", "8192MB"),
        (256, "8192MB", "8192MB"),
    ])
    func `sizes follow the machine's memory`(gibi: Double, buffers: String, wal: String) {
        #expect(settings(gibi)["shared_buffers"] == buffers)
        #expect(settings(gibi)["max_wal_size"] == wal)
    }

    @Test func `a small disk, few cores and a container's shared memory are minded`() {
        #expect(settings(16, freeDisk: 8 << 30)["max_wal_size"] == "1024MB")
        #expect(settings(16, freeDisk: 0)["max_wal_size"] == "256MB")
        #expect(settings(16, cores: 1)["max_parallel_workers_per_gather"] == "0")
        #expect(settings(16, cores: 64)["max_parallel_workers_per_gather"] == "4")
        #expect(settings(16, shared: 64 << 20)["dynamic_shared_memory_type"] == "mmap")
        #expect(settings(16, shared: 8 << 30)["dynamic_shared_memory_type"] == nil)
    }

    @Test func `what is asked for wins, and what must be is there`() {
        #expect(settings(16)["work_mem"] == "1MB")
        #expect(settings(16)["listen_addresses"] == "")
        #expect(settings(16)["jit"] == "off")
        #expect(settings(16)["synchronous_commit"] == "on")
        #expect(settings(16)["timezone"] == "UTC")
    }

    @Test func `values are quoted for the configuration file`() {
        #expect(ServerSettings.quoted(#"it's a \ "x""#) == #"'it''s a \\ "x"'"#)
    }
}

@Suite struct ClusterLayoutTests {
    @Test func `a socket lies in the data folder when its path fits into 107 bytes`() {
        // "/run/.s.PGSQL.5432" has 18 bytes.
        #if os(Linux)
            let longest = "/" + String(repeating: "a", count: 88)
            #expect(ClusterLayout(dataFolder: longest).socketFolder == longest + "/run")
            #expect(ClusterLayout(dataFolder: longest + "a").socketFolder.hasPrefix("/tmp/mainstay-"))
        #endif
        #expect(ClusterLayout(dataFolder: "/a,b").socketFolderIsOutside)
        #expect(ClusterLayout(dataFolder: "/a\nb").socketFolderIsOutside)
        #expect(ClusterLayout(dataFolder: "/a,b").socketFolder == ClusterLayout(dataFolder: "/a,b").socketFolder)
        #expect(ClusterLayout(dataFolder: "/a,b").socketFolder != ClusterLayout(dataFolder: "/a,c").socketFolder)
    }

    @Test func `the default data folder`() throws {
        func folder(_ environment: [String: String], isRoot: Bool = false) throws -> String {
            try PrivateCluster.defaultDataDirectory(environment: environment, isRoot: isRoot)
        }
        #expect(try folder(["HOME": "/root", "XDG_DATA_HOME": "/x"], isRoot: true) == "/var/lib/mainstay")
        #expect(try folder(["HOME": "/home/a", "XDG_DATA_HOME": "/x"]) == "/x/mainstay")
        #if os(Linux)
            #expect(try folder(["HOME": "/home/a", "XDG_DATA_HOME": "relative"]) == "/home/a/.local/share/mainstay")
        #endif
    }
}

@Suite struct PostmasterTests {
    @Test func `its file, while it starts and when it is ready`() throws {
        let starting = try #require(Postmaster(fileText: "42\n/d\n1700000000\n5432\n", serverFolder: "/d"))
        #expect(starting.processID == 42)
        #expect(!starting.isReady)
        let ready = try #require(
            Postmaster(fileText: "42\n/d\n1700000000\n5432\n/d/run\n\n  123   4\nready   \n", serverFolder: "/d"))
        #expect(ready.isReady)
        #expect(ready.socketFolder == "/d/run")
        #expect(ready.startedAt == 1_700_000_000)
        #expect(Postmaster(fileText: "", serverFolder: "/d") == nil)
        #expect(Postmaster(fileText: "-7\n/d\n1\n", serverFolder: "/d") == nil)
    }

    @Test func `why it did not start`() {
        let log = """
            2026-01-01 00:00:00.000 UTC [1] LOG:  starting
            2026-01-01 00:00:00.000 UTC [1] FATAL:  could not map anonymous shared memory: Cannot allocate memory
            2026-01-01 00:00:00.000 UTC [1] HINT:  This error usually means too much.
            """
        #expect(
            ServerStart.reason(log: log, answer: "pg_ctl: could not start server")
                == "could not map anonymous shared memory: Cannot allocate memory This error usually means too much.")
        #expect(ServerStart.reason(log: "", answer: "pg_ctl: no") == "pg_ctl: no")
    }
}
