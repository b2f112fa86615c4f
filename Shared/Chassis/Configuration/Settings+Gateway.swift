import Contracts

/// The keys of the gateway.
extension Settings {
    /// How long a service may take.
    public static let upstreamSeconds = Setting<Int>.int(
        "PLEDGE_UPSTREAM_SECONDS", "Seconds within which a service must begin its answer.", in: 1...600, services: [.gateway],
        default: 30)
    /// Connections to each service.
    public static let upstreamConnections = Setting<Int>.int(
        "PLEDGE_UPSTREAM_CONNECTIONS", "Most connections to each service; more requests wait for one.", in: 1...10_000,
        services: [.gateway], default: 128)
    /// The limit of a key.
    public static let rateLimitKey = Setting<String>.text(
        "PLEDGE_RATE_LIMIT_KEY", "Requests of one key or member, as requests/seconds, or off.", services: [.gateway],
        default: "6000/60")
    /// The limit of a tenant.
    public static let rateLimitTenant = Setting<String>.text(
        "PLEDGE_RATE_LIMIT_TENANT", "Requests of one tenant, as requests/seconds, or off.", services: [.gateway],
        default: "30000/60")
    /// The limit of an address.
    public static let rateLimitAddress = Setting<String>.text(
        "PLEDGE_RATE_LIMIT_ADDRESS", "Requests without an accepted credential from one address, as requests/seconds, or off.",
        services: [.gateway], default: "600/60")
    /// Other origins.
    public static let corsOrigins = Setting<String>.text(
        "PLEDGE_CORS_ORIGINS", "Origins whose pages may call the API from a browser, separated by commas; none by default.",
        services: [.gateway], default: nil)
    /// Open event streams.
    public static let eventStreams = Setting<Int>.int(
        "PLEDGE_EVENT_STREAMS", "Most open event streams of one tenant in one process.", in: 1...100_000, services: [.gateway],
        default: 100)
    /// Signs of life.
    public static let eventHeartbeatMilliseconds = Setting<Int>.int(
        "PLEDGE_EVENT_HEARTBEAT_MS", "Milliseconds between signs of life on a quiet event stream.", in: 10...60_000,
        services: [.gateway], default: 15_000)

    /// Parts of views.
    public static let viewSeconds = Setting<Int>.int(
        "PLEDGE_VIEW_SECONDS",
        "Seconds within which a service must give its part of the overview or a status page, which is shown without it otherwise.",
        in: 1...60, services: [.gateway], default: 3)
    /// How long a status page is kept.
    public static let statusPageSeconds = Setting<Int>.int(
        "PLEDGE_STATUS_PAGE_SECONDS", "Seconds for which a status page is shown again as it was put together.", in: 1...3600,
        services: [.gateway], default: 10)

    static let gateway: [any SettingDeclaration] = [
        upstreamSeconds, upstreamConnections, rateLimitKey, rateLimitTenant, rateLimitAddress, corsOrigins, eventStreams,
        eventHeartbeatMilliseconds, viewSeconds, statusPageSeconds,
    ]
}
