/// Where Redis is and how patient the client is with it.
public struct RedisConfiguration: Sendable {
    /// A numeric address, a host name (resolved off the loop) or the absolute path of a unix socket.
    public var host: String
    /// The TCP port; ignored for a unix socket.
    public var port: Int
    /// The ACL user; nil means the default user.
    public var username: String?
    /// The password; nil means that none is asked for.
    public var password: String?
    /// The numbered database.
    public var database = 0
    /// Shown by `CLIENT LIST`.
    public var clientName = "pledge"
    /// How long a connection may take to stand, and how long a command waits for one.
    public var connectTimeoutMilliseconds: UInt64 = 2_000
    /// How long an answer may take. Redis answers in microseconds: this long a silence is a dead connection.
    public var commandTimeoutMilliseconds: UInt64 = 5_000
    /// The first pause before connecting again; it doubles, with jitter, up to ``reconnectMaximumMilliseconds``.
    public var reconnectMinimumMilliseconds: UInt64 = 20
    /// The longest pause before connecting again.
    public var reconnectMaximumMilliseconds: UInt64 = 1_000
    /// How many commands may be outstanding. 64 Ki of 1 KiB are 64 MiB: more is a caller that does not wait.
    public var maximumOutstanding = 65_536
    /// Refuse a server whose `maxmemory-policy` evicts. Off only for caches, which this system has none of.
    public var refusesEviction = true

    /// A Redis at an address.
    public init(host: String = "127.0.0.1", port: Int = 6379, username: String? = nil, password: String? = nil) {
        self.host = host
        self.port = port
        self.username = username
        self.password = password
    }
}
