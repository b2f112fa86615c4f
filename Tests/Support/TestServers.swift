import Foundation
import Hosting

/// Where a PostgreSQL server for tests is reached, as a superuser.
public struct PostgresServer: Sendable {
    /// A socket's folder or an address.
    public let host: String
    /// The port, in the socket's name and on 127.0.0.1.
    public let port: Int
    /// The superuser.
    public let adminUser: String
    /// The superuser's password.
    public let adminPassword: String

    /// Describes a server that runs.
    public init(host: String, port: Int, adminUser: String, adminPassword: String) {
        self.host = host
        self.port = port
        self.adminUser = adminUser
        self.adminPassword = adminPassword
    }

    /// A blocking superuser's connection, for setting up and looking on.
    public func admin(database: String = "postgres") async throws -> AdminConnection {
        try await .connect([
            "host": host, "port": String(port), "dbname": database, "user": adminUser, "password": adminPassword,
            "connect_timeout": "10",
        ])
    }
}

/// Where a Redis server for tests is reached.
public struct RedisAddress: Sendable {
    /// Its address; always a number.
    public let host: String
    /// Its port.
    public let port: Int
    /// Its password; `nil` for none.
    public let password: String?

    /// Describes a server that runs.
    public init(host: String, port: Int, password: String?) {
        self.host = host
        self.port = port
        self.password = password
    }
}

/// The real PostgreSQL and Redis that the tests of one run share.
///
/// `./pledge test` starts both and names them in the environment (`PLEDGE_TEST_POSTGRES_HOST`, …). When the test program is run by hand,
/// a pair is started on first use, and kept for every test program that runs at the same time.
public enum TestServers {
    /// The shared PostgreSQL server. Tests take a database of their own: `TestDatabase`.
    public static func postgres() async throws -> PostgresServer { try await shared.value.postgres }

    /// The shared Redis server. Tests use keys of their own, never wipe it, and start a `PrivateRedis` for whatever they break.
    public static func redis() async throws -> RedisAddress { try await shared.value.redis }

    private static let shared = Task<(postgres: PostgresServer, redis: RedisAddress), any Error> {
        if let named = fromEnvironment(ProcessInfo.processInfo.environment) { return named }
        return try await ServerSession().servers()
    }

    static func fromEnvironment(_ environment: [String: String]) -> (postgres: PostgresServer, redis: RedisAddress)? {
        guard let host = environment["PLEDGE_TEST_POSTGRES_HOST"],
            let port = environment["PLEDGE_TEST_POSTGRES_PORT"].flatMap(Int.init),
            let redisPort = environment["PLEDGE_TEST_REDIS_PORT"].flatMap(Int.init)
        else { return nil }
        let postgres = PostgresServer(
            host: host, port: port, adminUser: environment["PLEDGE_TEST_POSTGRES_ADMIN_USER"] ?? PostgresCluster.adminUser,
            adminPassword: environment["PLEDGE_TEST_POSTGRES_ADMIN_PASSWORD"] ?? "")
        return (
            postgres,
            RedisAddress(
                host: environment["PLEDGE_TEST_REDIS_HOST"] ?? "127.0.0.1", port: redisPort,
                password: environment["PLEDGE_TEST_REDIS_PASSWORD"])
        )
    }
}
