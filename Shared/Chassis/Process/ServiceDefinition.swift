import Contracts
import Foundation
import Messaging
import ServiceLifecycle

/// What a service is: its name, its schema, and how its parts are made.
///
///     extension ServiceDefinition {
///         static let agreements = ServiceDefinition(.agreements, migrations: Bundle.module.url(…)) { chassis in
///             ServiceParts(routes: …, subscriptions: …)
///         }
///     }
public struct ServiceDefinition: Sendable {
    /// The service's name; gives the defaults of its configuration.
    public let name: ServiceName
    /// The folder of the service's own numbered migrations; nil for a service without a database.
    public let migrations: URL?
    /// How its work is spread over threads.
    public let work: Work
    /// Makes the parts when the clients are there (they connect while the parts run).
    public let build: @Sendable (Chassis) async throws -> ServiceParts

    /// What a service's tasks spend their time with.
    public enum Work: Sendable {
        /// They wait for the database far more than they compute, and run on the event loop's thread: no other thread need be
        /// woken at each answer, which costs more than what follows from most of them. More of it is a matter of more replicas.
        case waits
        /// They judge, fold or read in bulk, and run on the pool of threads: on the loop they would hold up its sockets.
        case computes
    }

    /// A service.
    public init(
        _ name: ServiceName, migrations: URL?, work: Work = .computes,
        build: @escaping @Sendable (Chassis) async throws -> ServiceParts
    ) {
        self.name = name
        self.migrations = migrations
        self.work = work
        self.build = build
    }
}

/// What a service consists of.
public struct ServiceParts: Sendable {
    /// What it serves.
    public var routes: [Route]
    /// What it serves to the gateway alone, which never routes to it: its parts of views that are put together there.
    public var innerRoutes: [Route]
    /// What it does on others' events.
    public var subscriptions: [Subscription]
    /// What it does of its own accord: folding, deadlines.
    public var background: [any Service]
    /// Conditions of readiness beyond those of the chassis, by name.
    public var readiness: [ReadinessCheck]
    /// Run once before the service is ready: seeding, warming.
    public var start: @Sendable () async throws -> Void
    /// A server of its own in place of the chassis': the gateway's public door. Runs last, stops first.
    public var server: (any Service)?

    /// The parts of a service.
    public init(
        routes: [Route] = [], innerRoutes: [Route] = [], subscriptions: [Subscription] = [], background: [any Service] = [],
        readiness: [ReadinessCheck] = [],
        server: (any Service)? = nil, start: @escaping @Sendable () async throws -> Void = {}
    ) {
        self.routes = routes
        self.innerRoutes = innerRoutes
        self.subscriptions = subscriptions
        self.background = background
        self.readiness = readiness
        self.server = server
        self.start = start
    }
}
