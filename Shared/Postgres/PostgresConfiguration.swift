/// Where the server is, who connects, and the bounds within which a client works.
public struct PostgresConfiguration: Sendable {
    /// A directory of a unix socket (begins with "/"), a numeric address, or a name (resolved off the loop).
    public var host: String
    /// TCP port, or the number in the socket's name.
    public var port: Int
    /// The database to connect to.
    public var database: String
    /// The role to connect as.
    public var user: String
    /// Not needed where the server trusts the socket.
    public var password: String?
    /// libpq's `sslmode`; unix sockets never use TLS.
    public var sslMode: String = "prefer"
    /// Shown in `pg_stat_activity`.
    public var applicationName: String = "pledge"
    /// Connections kept open. Requests are pipelined, so a few carry a lot; transactions that decide in between need
    /// one each while they last.
    public var connections: Int = 4
    /// Units in flight on one connection before others wait in the client: enough to hide the round trip, few enough
    /// that a slow statement holds up little.
    public var pipelineDepth: Int = 32
    /// Requests waiting for a connection before `.queueFull`: memory is bounded, and so is the wait that is worth while.
    public var maximumQueued: Int = 10_000
    /// The server's `statement_timeout`; zero is none.
    public var statementTimeoutMilliseconds: Int = 10_000
    /// The server's `idle_in_transaction_session_timeout`; zero is none.
    public var idleInTransactionTimeoutMilliseconds: Int = 60_000
    /// From the request to its outcome, waiting included. Longer than the statement timeout: it is for a server that
    /// does not answer at all. Zero is none.
    public var requestTimeoutMilliseconds: Int = 15_000
    /// To establish one connection; also how long a request waits when there is none.
    public var connectTimeoutMilliseconds: Int = 5_000
    /// The longest pause between attempts to connect; the first is 50 ms, doubled each time, with jitter.
    public var reconnectMaximumMilliseconds: Int = 2_000
    /// How long a graceful shutdown waits for work under way.
    public var drainTimeoutMilliseconds: Int = 10_000
    /// Prepared statements kept a connection; the least recently used goes first.
    public var statementCacheSize: Int = 256

    /// The obligatory parts; the bounds have defaults.
    public init(host: String, port: Int = 5432, database: String, user: String, password: String? = nil) {
        self.host = host
        self.port = port
        self.database = database
        self.user = user
        self.password = password
    }
}

extension PostgresConfiguration: CustomStringConvertible, CustomReflectable {
    /// Where and as whom; never the password.
    public var description: String { "\(user)@\(host):\(port)/\(database)" }
    /// Dumps show no more than the description does.
    public var customMirror: Mirror { Mirror(self, children: ["address": description]) }
}
