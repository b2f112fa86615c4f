import ArgumentParser
import Contracts

/// A service that handles events: each but the gateway, which only passes them on.
enum ServiceWithEvents: String, CaseIterable, ExpressibleByArgument {
    case agreements, availability, ticketing, claims, notifications

    var name: ServiceName {
        switch self {
        case .agreements: .agreements
        case .availability: .availability
        case .ticketing: .ticketing
        case .claims: .claims
        case .notifications: .notifications
        }
    }
}
