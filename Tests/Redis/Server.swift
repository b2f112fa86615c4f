import EventLoop
import Foundation
import Logging
import Redis
import ServiceLifecycle
import TestSupport

/// Clients for the tests of one file.
enum Server {
    static let loop = EventLoop(name: "redis-tests")
    static let logger: Logger = {
        var logger = Logger(label: "redis-tests")
        logger.logLevel = .critical
        return logger
    }()

    static func configuration(_ address: RedisAddress) -> RedisConfiguration {
        var configuration = RedisConfiguration(host: address.host, port: address.port, password: address.password)
        configuration.reconnectMaximumMilliseconds = 50
        return configuration
    }

    /// Runs a client of the server at an address as long as `body` runs.
    static func with<Result>(
        _ configuration: RedisConfiguration, _ body: (RedisClient) async throws -> Result
    ) async throws -> Result {
        let client = RedisClient(configuration: configuration, eventLoop: loop, logger: logger)
        let running = Task { try? await client.run() }
        defer { running.cancel() }
        return try await body(client)
    }

    /// The same on the server that all tests share.
    static func with<Result>(_ body: (RedisClient) async throws -> Result) async throws -> Result {
        try await with(configuration(try await TestServers.redis()), body)
    }

    /// A key that nobody else uses.
    static func key(_ name: String = "key") -> String { "test:\(UUID().uuidString):\(name)" }
}

/// Returns once `condition` holds; false when it does not in time.
func eventually(_ condition: () async throws -> Bool) async rethrows -> Bool {
    let deadline = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < deadline {
        if try await condition() { return true }
        try? await Task.sleep(for: .milliseconds(2))
    }
    return false
}

extension PrivateRedis {
    /// How many clients wait in a blocking command.
    func blockedClients() async throws -> Int {
        try await Server.with(Server.configuration(address)) { client in
            let info = try await client.send("INFO", "clients").string ?? ""
            let line = info.split(whereSeparator: \.isNewline).first { $0.hasPrefix("blocked_clients:") }
            return line.flatMap { Int($0.split(separator: ":")[1]) } ?? 0
        }
    }
}
