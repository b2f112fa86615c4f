// swift-tools-version: 6.1
// The benchmarks: a package of their own, so that what they need never burdens the product.
import PackageDescription

let package = Package(
    name: "PledgeBenchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "Pledge", path: ".."),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .executableTarget(
            name: "PledgeBench",
            dependencies: [
                .product(name: "Backtest", package: "Pledge"), .product(name: "Chassis", package: "Pledge"),
                .product(name: "Contracts", package: "Pledge"), .product(name: "EventLoop", package: "Pledge"),
                .product(name: "Hosting", package: "Pledge"), .product(name: "Messaging", package: "Pledge"),
                .product(name: "Postgres", package: "Pledge"), .product(name: "Redis", package: "Pledge"),
                .product(name: "Terms", package: "Pledge"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Hummingbird", package: "hummingbird"), .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            // As the product's own modules are built: what calls a client stays on the thread that it calls from.
            swiftSettings: [
                .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
                .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
            ])
    ]
)
