import Contracts
import Logging

/// Every configuration key of every service. What is not here does not exist: an unknown `PLEDGE_` variable is warned of.
public enum Settings {
    /// All keys, in the order in which they are documented.
    public static let all: [any SettingDeclaration] =
        http + postgres + redis + identity + operation + rooms

    /// The port base of an installation; each service has its own offset from it.
    public static let defaultPortBase = 7300

    private static let withDatabase: Set<ServiceName> = Set(ServiceName.allCases).subtracting([.gateway])

    // MARK: HTTP

    /// Where the service listens.
    public static let httpHost = Setting<String>.text(
        "PLEDGE_HTTP_HOST", "Address to listen on. Inner services belong on a private address.", default: "127.0.0.1")
    /// The port that it listens on.
    public static let httpPort = Setting<Int>.int("PLEDGE_HTTP_PORT", "Port to listen on; 0 takes any.", in: 0...65535) {
        service in
        switch service {
        case .gateway: defaultPortBase
        case .agreements: defaultPortBase + 1
        case .availability: defaultPortBase + 2
        case .ticketing: defaultPortBase + 3
        case .claims: defaultPortBase + 4
        case .notifications: defaultPortBase + 5
        }
    }
    /// The gateway's port for operations.
    public static let opsPort = Setting<Int>.int(
        "PLEDGE_OPS_PORT", "Port of /livez, /readyz, /startupz and /metrics, apart from the public one; 0 takes any.",
        in: 0...65535, services: [.gateway], default: defaultPortBase + 10)
    /// The address of the gateway's port for operations.
    public static let opsHost = Setting<String>.text(
        "PLEDGE_OPS_HOST", "Address of the port for operations.", services: [.gateway], default: "127.0.0.1")
    /// NIO threads.
    public static let httpThreads = Setting<Int>.int(
        "PLEDGE_HTTP_THREADS", "Threads that serve HTTP connections. One serves tens of thousands of requests a second.",
        in: 1...64, default: 1)
    /// Open connections.
    public static let httpConnections = Setting<Int>.int(
        "PLEDGE_HTTP_CONNECTIONS", "Most open HTTP connections; more wait in the backlog.", in: 1...100_000, default: 4096)
    /// Idle time.
    public static let httpIdleSeconds = Setting<Int>.int(
        "PLEDGE_HTTP_IDLE_SECONDS", "Seconds after which a connection without a request is closed.", in: 1...3600, default: 60)
    /// Time for a body.
    public static let httpBodySeconds = Setting<Int>.int(
        "PLEDGE_HTTP_BODY_SECONDS", "Seconds within which a request's body must have arrived.", in: 1...3600, default: 30)

    /// Memory for bodies.
    public static let httpBodyMebibytes = Setting<Int>.int(
        "PLEDGE_HTTP_BODY_MIB",
        "MiB that all request bodies together may take in memory; past it requests are answered with 503.",
        in: 16...65536, default: 64)

    static let http: [any SettingDeclaration] = [
        httpHost, httpPort, opsHost, opsPort, httpThreads, httpConnections, httpIdleSeconds, httpBodySeconds, httpBodyMebibytes,
    ]

    // MARK: Postgres

    /// Postgres's address.
    public static let postgresHost = Setting<String>.text(
        "PLEDGE_POSTGRES_HOST", "Postgres: a directory (Unix socket), an address, or a name.", services: withDatabase,
        default: "127.0.0.1")
    /// Postgres's port.
    public static let postgresPort = Setting<Int>.int(
        "PLEDGE_POSTGRES_PORT", "Postgres: port.", in: 1...65535, services: withDatabase, default: 5432)
    /// The service's database.
    public static let postgresDatabase = Setting<String>.text(
        "PLEDGE_POSTGRES_DATABASE", "Postgres: the service's own database.", services: withDatabase
    ) { "pledge_\($0.rawValue)" }
    /// The role of requests.
    public static let postgresUser = Setting<String>.text(
        "PLEDGE_POSTGRES_USER", "Postgres: role of requests; owns nothing, bound by row level security.", services: withDatabase
    ) { "pledge_\($0.rawValue)" }
    /// Its password.
    public static let postgresPassword = Setting<String>.text(
        "PLEDGE_POSTGRES_PASSWORD", "Postgres: password of that role.", isSecret: true, services: withDatabase, default: nil)
    /// The role of background work.
    public static let postgresWorkerUser = Setting<String>.text(
        "PLEDGE_POSTGRES_WORKER_USER", "Postgres: role of relay, folding and deadlines.", services: withDatabase
    ) { "pledge_\($0.rawValue)_worker" }
    /// Its password.
    public static let postgresWorkerPassword = Setting<String>.text(
        "PLEDGE_POSTGRES_WORKER_PASSWORD", "Postgres: password of that role.", isSecret: true, services: withDatabase,
        default: nil)
    /// The role of migrations.
    public static let postgresOwnerUser = Setting<String>.text(
        "PLEDGE_POSTGRES_OWNER_USER", "Postgres: role that owns the tables; `migrate` alone uses it.", services: withDatabase
    ) { "pledge_\($0.rawValue)_owner" }
    /// Its password.
    public static let postgresOwnerPassword = Setting<String>.text(
        "PLEDGE_POSTGRES_OWNER_PASSWORD", "Postgres: password of that role.", isSecret: true, services: withDatabase, default: nil
    )
    /// Connections for requests.
    public static let postgresConnections = Setting<Int>.int(
        "PLEDGE_POSTGRES_CONNECTIONS", "Postgres: connections for requests; each carries many at once.", in: 1...100,
        services: withDatabase, default: 8)
    /// Connections for background work.
    public static let postgresWorkerConnections = Setting<Int>.int(
        "PLEDGE_POSTGRES_WORKER_CONNECTIONS", "Postgres: connections for relay, folding and deadlines.", in: 1...100,
        services: withDatabase, default: 2)
    /// The guard against runaway statements.
    public static let postgresStatementMilliseconds = Setting<Int>.int(
        "PLEDGE_POSTGRES_STATEMENT_TIMEOUT_MS", "Postgres: milliseconds after which a statement is cancelled.", in: 100...600_000,
        services: withDatabase, default: 15_000)

    static let postgres: [any SettingDeclaration] = [
        postgresHost, postgresPort, postgresDatabase, postgresUser, postgresPassword, postgresWorkerUser, postgresWorkerPassword,
        postgresOwnerUser, postgresOwnerPassword, postgresConnections, postgresWorkerConnections, postgresStatementMilliseconds,
    ]

    // MARK: Redis

    /// Redis's address.
    public static let redisHost = Setting<String>.text("PLEDGE_REDIS_HOST", "Redis: address or name.", default: "127.0.0.1")
    /// Redis's port.
    public static let redisPort = Setting<Int>.int("PLEDGE_REDIS_PORT", "Redis: port.", in: 1...65535, default: 6379)
    /// Redis's password.
    public static let redisPassword = Setting<String>.text(
        "PLEDGE_REDIS_PASSWORD", "Redis: password.", isSecret: true, default: nil)

    static let redis: [any SettingDeclaration] = [redisHost, redisPort, redisPassword]

    // MARK: Identity

    /// Public keys of access tokens.
    public static let jwksFile = Setting<String>.text(
        "PLEDGE_JWKS_FILE", "File with the JSON Web Key Set that access tokens are verified with; read again for an unknown key.",
        default: nil)
    /// The key that signs access tokens.
    public static let signingKeyFile = Setting<String>.text(
        "PLEDGE_JWT_SIGNING_KEY_FILE",
        "File with the private JSON Web Key Set that signs access tokens; its first key signs.",
        services: [.agreements], default: nil)
    /// The key that signs revisions of statements.
    public static let chainKeyFile = Setting<String>.text(
        "PLEDGE_CHAIN_KEY_FILE",
        "File with the private JSON Web Key Set that signs revisions of statements; its first key signs, the others are "
            + "published so that what they signed can be verified.",
        services: [.availability], default: nil)
    /// What services show each other.
    public static let internalToken = Setting<String>.text(
        "PLEDGE_INTERNAL_TOKEN", "Secret that services of the installation show each other on /internal/.", isSecret: true,
        default: nil)
    /// Where the other services are.
    public static let services = Setting<ServiceAddresses>(
        "PLEDGE_SERVICES",
        "Addresses of the services, as in agreements=http://127.0.0.1:7301,availability=http://127.0.0.1:7302.",
        default: ServiceAddresses.standard.description
    ) { text throws(BadSetting) in try ServiceAddresses(text) }
    /// The platform operator's first key.
    public static let bootstrapOperatorKey = Setting<String>.text(
        "PLEDGE_BOOTSTRAP_OPERATOR_KEY", "API key of the platform's first operator; its hash is stored at start if it is absent.",
        isSecret: true, services: [.agreements], default: nil)

    static let identity: [any SettingDeclaration] = [
        jwksFile, signingKeyFile, chainKeyFile, internalToken, services, bootstrapOperatorKey,
    ]

    // MARK: Operation

    /// The least severe messages that are logged.
    public static let logLevel = Setting<Logger.Level>.choice(
        "PLEDGE_LOG_LEVEL", "Least severe messages that are logged: trace, debug, info, notice, warning, error or critical.",
        default: .info)
    /// Time to finish at shutdown.
    public static let shutdownSeconds = Setting<Int>.int(
        "PLEDGE_SHUTDOWN_SECONDS", "Seconds that a stopping service gives to requests in flight.", in: 1...600, default: 20)
    /// Time between saying no and stopping.
    public static let drainMilliseconds = Setting<Int>.int(
        "PLEDGE_DRAIN_MS", "Milliseconds between /readyz failing and the port closing, for load balancers to notice.",
        in: 0...60_000, default: 0)

    static let operation: [any SettingDeclaration] = [logLevel, shutdownSeconds, drainMilliseconds]
}
