// swift-tools-version: 6.2
import PackageDescription

/// One strict set for every target: language mode 6, and the upcoming rules that make dependencies visible.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

/// Outside libraries, named once.
enum Outside {
    static let asyncHTTPClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
    static let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
    static let configuration: Target.Dependency = .product(name: "Configuration", package: "swift-configuration")
    static let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
    static let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
    static let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
    static let hummingbirdTesting: Target.Dependency = .product(name: "HummingbirdTesting", package: "hummingbird")
    static let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
    static let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
    static let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")
    static let systemPackage: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
}

let package = Package(
    name: "mainstay",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "mainstay", targets: ["mainstay"]),
        // For the benchmarks, which are a package of their own.
        .library(
            name: "MainstayModules",
            targets: ["Postgres", "Schema", "Domain", "Settings", "Intake", "Health", "CustomerMetrics", "Access", "Dashboards", "Reports"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        // Foundations
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
        .systemLibrary(
            name: "CLibCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]),
        .target(name: "Postgres", dependencies: ["CLibPQ", Outside.subprocess, Outside.systemPackage], swiftSettings: strict),
        .target(name: "Domain", dependencies: [Outside.crypto], swiftSettings: strict),
        .target(
            name: "Schema", dependencies: ["Postgres", "Domain", Outside.crypto], resources: [.copy("SQL")],
            swiftSettings: strict),
        // Features: none imports another
        .target(name: "Settings", dependencies: ["Domain", "Postgres", "Schema"], swiftSettings: strict),
        .target(name: "Intake", dependencies: ["Domain", "Postgres", "Schema"], swiftSettings: strict),
        .target(name: "Health", dependencies: ["Domain", "Postgres", "Schema"], swiftSettings: strict),
        .target(name: "CustomerMetrics", dependencies: ["Domain", "Postgres", "Schema"], swiftSettings: strict),
        .target(
            name: "Access", dependencies: ["Domain", "Postgres", "Schema", Outside.crypto, Outside.cryptoExtras], swiftSettings: strict),
        .target(name: "Jobs", dependencies: ["Domain", "Postgres", "Schema"], swiftSettings: strict),
        .target(name: "Alerting", dependencies: ["Domain", "Postgres", "Schema"], swiftSettings: strict),
        .target(
            name: "Delivery",
            dependencies: ["CLibCurl", "Domain", "Postgres", "Schema", Outside.asyncHTTPClient, Outside.crypto, Outside.logging],
            swiftSettings: strict),
        // Made of the questions' answers
        .target(name: "Rhythm", dependencies: ["Domain", "Postgres", "Schema", "CustomerMetrics"], swiftSettings: strict),
        .target(name: "Dashboards", dependencies: ["Domain", "Postgres", "Schema", "CustomerMetrics"], swiftSettings: strict),
        .target(name: "Gates", dependencies: ["Domain", "Postgres", "Schema", "CustomerMetrics"], swiftSettings: strict),
        .target(name: "Reports", dependencies: ["Domain", "Postgres", "Schema", "CustomerMetrics", "Dashboards"], swiftSettings: strict),
        // Faces
        .target(
            name: "Web",
            dependencies: [
                "Domain", "CustomerMetrics", "Dashboards", "Access", "Alerting", "Delivery", "Gates", "Reports",
                Outside.crypto, Outside.hummingbird, Outside.lifecycle, Outside.logging, Outside.mustache,
            ],
            resources: [.copy("Templates"), .copy("Assets")],
            swiftSettings: strict),
        .target(
            name: "App",
            dependencies: [
                "Postgres", "Schema", "Domain", "Settings", "Intake", "Health", "CustomerMetrics", "Access", "Jobs",
                "Alerting", "Delivery", "Dashboards", "Rhythm", "Gates", "Reports", "Web",
                Outside.configuration, Outside.lifecycle, Outside.logging, Outside.subprocess, Outside.systemPackage,
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "mainstay",
            dependencies: [
                "App", "Postgres", "Schema", "Domain", "Settings", "Intake", "Health", "CustomerMetrics", "Access", "Alerting", "Delivery",
                "Dashboards", "Rhythm", "Gates", "Reports",
                Outside.argumentParser, Outside.logging,
            ],
            swiftSettings: strict),
        // Tests
        .target(
            name: "TestSupport", dependencies: ["Postgres", "Schema", "Domain"], exclude: ["Peers/smtp_catcher.py"], swiftSettings: strict),
        .testTarget(name: "PostgresTests", dependencies: ["Postgres", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "DomainTests", dependencies: ["Domain"], swiftSettings: strict),
        .testTarget(name: "SchemaTests", dependencies: ["Schema", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "SettingsTests", dependencies: ["Settings", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "IntakeTests", dependencies: ["Intake", "TestSupport"], resources: [.copy("Fixtures")],
            swiftSettings: strict),
        .testTarget(name: "HealthTests", dependencies: ["Health", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "CustomerMetricsTests", dependencies: ["CustomerMetrics", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "AccessTests", dependencies: ["Access", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "AlertingTests", dependencies: ["Alerting", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "DeliveryTests", dependencies: ["Delivery", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "RhythmTests", dependencies: ["Rhythm", "CustomerMetrics", "Intake", "Health", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "JobsTests", dependencies: ["Jobs", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "DashboardsTests", dependencies: ["Dashboards", "CustomerMetrics", "Intake", "Health", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "GatesTests", dependencies: ["Gates", "CustomerMetrics", "Intake", "Health", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "ReportsTests", dependencies: ["Reports", "CustomerMetrics", "Dashboards", "Intake", "Health", "TestSupport"],
            exclude: ["Golden"], swiftSettings: strict),
        .testTarget(
            name: "WebTests",
            dependencies: [
                "Web", "Access", "Alerting", "CustomerMetrics", "Dashboards", "Delivery", "Gates", "Reports", "Domain",
                Outside.hummingbirdTesting,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "AppTests",
            dependencies: [
                "App", "Access", "Alerting", "CustomerMetrics", "Dashboards", "Delivery", "Gates", "Intake", "Jobs", "Reports", "Postgres",
                "Schema", "Domain",
                "TestSupport", Outside.hummingbird, Outside.logging,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "AcceptanceTests",
            dependencies: ["App", "Intake", "Health", "CustomerMetrics", "Settings", "Access", "TestSupport"],
            swiftSettings: strict),
    ]
)
