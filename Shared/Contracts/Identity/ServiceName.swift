/// The services of the installation.
public enum ServiceName: String, Codable, Sendable, CaseIterable, Hashable {
    /// Tenants, customers, members, keys; services; agreements; subscriptions.
    case agreements
    /// Measurements, outages, statements; maintenance, exclusions.
    case availability
    /// Tickets and their clocks; incidents.
    case ticketing
    /// Claims, evidence, decisions, credits.
    case claims
    /// Who is told what, when, over which channel.
    case notifications
    /// The one public door.
    case gateway

    /// The CloudEvents source of the service's events.
    public var source: String { "/pledge/\(rawValue)" }
}
