// swift-tools-version: 6.1
// The house: services on Chassis, Chassis on Messaging, Messaging on the clients, the clients on EventLoop,
// and Terms, the SLA kernel, on nothing. `Tests/House` holds who may import whom.
import PackageDescription

let package = Package(
    name: "Pledge",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Terms", targets: ["Terms"]),
        .library(name: "Contracts", targets: ["Contracts"]),
        .library(name: "Telemetry", targets: ["Telemetry"]),
        .library(name: "Backtest", targets: ["Backtest"]),
        .library(name: "EventLoop", targets: ["EventLoop"]),
        .library(name: "Postgres", targets: ["Postgres"]),
        .library(name: "Redis", targets: ["Redis"]),
        .library(name: "Messaging", targets: ["Messaging"]),
        .library(name: "Chassis", targets: ["Chassis"]),
        .library(name: "Hosting", targets: ["Hosting"]),
        .executable(name: "pledge-cli", targets: ["CLI"]),
        .executable(name: "pledge-agreements", targets: ["Agreements"]),
        .executable(name: "pledge-availability", targets: ["Availability"]),
        .executable(name: "pledge-ticketing", targets: ["Ticketing"]),
        .executable(name: "pledge-claims", targets: ["Claims"]),
        .executable(name: "pledge-notifications", targets: ["Notifications"]),
        .executable(name: "pledge-gateway", targets: ["Gateway"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        // C libraries, as Debian packages them.
        .systemLibrary(
            name: "Clibuv", path: "Shared/CLibraries/Clibuv", pkgConfig: "libuv", providers: [.apt(["libuv1-dev"])]),
        .systemLibrary(
            name: "Clibpq", path: "Shared/CLibraries/Clibpq", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        // No pkgConfig: hiredis.pc carries a flag that SwiftPM prohibits and warns about on every build.
        .systemLibrary(name: "Chiredis", path: "Shared/CLibraries/Chiredis", providers: [.apt(["libhiredis-dev"])]),
        // What glibc offers and Swift's Glibc module does not show.
        .systemLibrary(name: "Clinux", path: "Shared/CLibraries/Clinux"),
        .systemLibrary(name: "Csnappy", path: "Shared/CLibraries/Csnappy", providers: [.apt(["libsnappy-dev"])]),
        .systemLibrary(
            name: "Clibcurl", path: "Shared/CLibraries/Clibcurl", pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"])]),

        // Shared, from the ground up.
        room("Terms"),
        room("Contracts", ["Terms", yams], resources: [.copy("Documents")]),
        // Measurements as they travel: what the availability service takes in, and what a backtest reads from files.
        room("Telemetry", ["Terms"]),
        room("Backtest", ["Contracts", "Telemetry", "Terms"]),
        room("EventLoop", ["Clibuv"], more: onTheLoop),
        room("Postgres", ["EventLoop", "Clibuv", "Clibpq", logging, lifecycle], more: onTheLoop),
        room("Redis", ["EventLoop", "Clibuv", "Chiredis", logging, lifecycle]),
        room(
            "Messaging", ["Contracts", "Terms", "EventLoop", "Postgres", "Redis", logging, metrics, lifecycle],
            resources: [.copy("Migrations")]),
        // Processes and private servers: what the CLI, the tests and the benchmarks start.
        room("Hosting", ["Clibpq", "Clinux"]),
        room(
            "Chassis",
            [
                "Contracts", "Terms", "EventLoop", "Postgres", "Redis", "Messaging", logging, metrics, lifecycle,
                hummingbird, httpTypes, jwt, crypto, asyncHTTPClient, .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            resources: [.copy("Migrations")]),

        // Services: separate executables; none imports another.
        service("Agreements", [crypto]),
        service(
            "Availability",
            ["Backtest", "Telemetry", "Csnappy", crypto, metrics, .product(name: "NIOCore", package: "swift-nio")]),
        service("Ticketing", [crypto, metrics]),
        service("Claims", [crypto, metrics]),
        service(
            "Notifications",
            [
                "Clibcurl", "EventLoop", asyncHTTPClient, crypto, metrics, .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
            ]),
        service(
            "Gateway",
            [
                "Redis", asyncHTTPClient, hummingbird, crypto, .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ], migrations: false),
        .executableTarget(
            name: "CLI",
            dependencies: [
                "Contracts", "Terms", "Backtest", "Hosting", asyncHTTPClient, crypto,
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Services/CLI", swiftSettings: settings),

        // Tests: one folder a module, then the whole.
        .target(
            name: "TestSupport",
            dependencies: [
                "Contracts", "Postgres", "Redis", "EventLoop", "Messaging", "Chassis", "Terms", "Hosting", asyncHTTPClient,
                crypto,
                logging, hummingbird, httpTypes, jwt, .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            path: "Tests/Support", swiftSettings: settings),
        test("House"),
        test("Terms", ["Contracts"], exclude: ["Vectors", "Sources", "BrokenAgreements"]),
        test("Contracts", ["Terms"]),
        test("Backtest", ["Contracts", "Telemetry", "Terms"]),
        test("EventLoop"),
        test("Postgres", ["EventLoop", "Hosting", logging, lifecycle]),
        test("Redis", ["EventLoop", logging]),
        test("Messaging", ["Postgres", "Redis", "Contracts", "Terms", "EventLoop", logging]),
        test(
            "Chassis",
            [
                "Postgres", "Redis", "Contracts", "Messaging", "EventLoop", "Terms", hummingbird, httpTypes, jwt, crypto, logging,
                metrics, lifecycle, asyncHTTPClient, .product(name: "NIOCore", package: "swift-nio"),
            ]),
        test("Agreements", ["Chassis", "Contracts", "Messaging", "Terms", "Postgres", "Hosting", httpTypes]),
        test(
            "Availability",
            [
                "Hosting", "Backtest", "Chassis", "Contracts", "Terms", "Telemetry", "Postgres", "Messaging", "Csnappy", crypto,
                yams,
            ]),
        test("Claims", ["Hosting", "Chassis", "Contracts", "Messaging", "Terms", "Postgres", httpTypes]),
        test("Ticketing", ["Chassis", "Contracts", "Hosting", "Messaging", "Terms", "Postgres"]),
        test(
            "Notifications",
            [
                "Chassis", "Contracts", "Messaging", "Terms", "Postgres", hummingbird, httpTypes, logging,
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
            ]),
        test("Gateway", ["Chassis", "Contracts", "Terms", "Redis", "EventLoop", hummingbird, asyncHTTPClient, yams]),
        test("CLI", ["Chassis", "Contracts", "Hosting", "Terms", yams], exclude: ["Worked"]),
        .testTarget(
            name: "IntegrationTests",
            dependencies: [
                "TestSupport", "Chassis", "Contracts", "Terms", "Postgres", "Redis", "Messaging", "Agreements", "Availability",
                "Ticketing", "Claims", "Notifications", "Gateway", "Hosting", "EventLoop", "CLI", asyncHTTPClient, logging,
                lifecycle, httpTypes,
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            path: "Tests/Integration", swiftSettings: settings),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "TestSupport", "Contracts", "Terms", "Hosting", "CLI", asyncHTTPClient, "Csnappy",
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
            ],
            path: "Tests/EndToEnd", exclude: ["Schemathesis"], swiftSettings: settings),
    ]
)

// Computed, not stored: a stored global below `package` is read before it is set.
nonisolated var settings: [SwiftSetting] {
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ]
}
nonisolated var logging: Target.Dependency { .product(name: "Logging", package: "swift-log") }
nonisolated var metrics: Target.Dependency { .product(name: "Metrics", package: "swift-metrics") }
nonisolated var lifecycle: Target.Dependency { .product(name: "ServiceLifecycle", package: "swift-service-lifecycle") }
nonisolated var hummingbird: Target.Dependency { .product(name: "Hummingbird", package: "hummingbird") }
nonisolated var httpTypes: Target.Dependency { .product(name: "HTTPTypes", package: "swift-http-types") }
nonisolated var jwt: Target.Dependency { .product(name: "JWTKit", package: "jwt-kit") }
nonisolated var crypto: Target.Dependency { .product(name: "Crypto", package: "swift-crypto") }
nonisolated var asyncHTTPClient: Target.Dependency { .product(name: "AsyncHTTPClient", package: "async-http-client") }
nonisolated var yams: Target.Dependency { .product(name: "Yams", package: "Yams") }

/// What one thread alone touches: Swift asks at run time, at every access to a member of a class, whether another access to it is
/// under way. That is a tenth of what a statement costs the client; builds for debugging, thus the tests, ask.
nonisolated var onTheLoop: [SwiftSetting] {
    [.unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))]
}

func room(
    _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = [], more: [SwiftSetting] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Shared/\(name)", resources: resources, swiftSettings: settings + more)
}

func service(_ name: String, _ more: [Target.Dependency] = [], migrations: Bool = true) -> Target {
    .executableTarget(
        name: name,
        dependencies: ["Chassis", "Messaging", "Contracts", "Terms", "Postgres", logging, lifecycle, httpTypes] + more,
        path: "Services/\(name)", resources: migrations ? [.copy("Migrations")] : [], swiftSettings: settings)
}

func test(_ name: String, _ more: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    let subject: [Target.Dependency] = name == "House" ? [] : [.byName(name: name)]
    return .testTarget(
        name: "\(name)Tests", dependencies: subject + ["TestSupport"] + more, path: "Tests/\(name)", exclude: exclude,
        swiftSettings: settings)
}
