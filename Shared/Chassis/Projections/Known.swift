import Contracts

/// What Agreements owns and other services keep copies of, in tables `known_<things>`.
///
/// A service's migration makes the tables (`select create_known_table('customers')`), its ``KnownThings`` fill them.
public enum Known: String, CaseIterable, Sendable {
    /// Who is hosted on the platform.
    case tenants
    /// Their client companies.
    case customers
    /// The people who act for those.
    case members
    /// What is sold.
    case services
    /// Opening hours.
    case calendars
    /// Published versions of agreements; a row a version.
    case agreements
    /// Customers' contracts.
    case subscriptions

    /// The table's name.
    public var table: String { "known_\(rawValue)" }
}
