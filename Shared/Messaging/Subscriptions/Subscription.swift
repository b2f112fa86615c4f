import Contracts
import Postgres

/// What a consumer does on one producer's events.
///
///     Subscription(consumer: "availability", from: .agreements) {
///         $0.on(ServiceDefined.self) { service, event, transaction in … }
///     }
///
/// A handler runs in a transaction of the consumer's own database, as its app role with `pledge.tenant` set to the event's
/// tenant; the cursor moves in the same transaction, so what it writes there happens exactly once, in order per tenant. It must
/// do nothing else than write there: neither call nor send. An error rolls everything back.
public struct Subscription: Sendable {
    /// Works on one event.
    public typealias Handler = @Sendable (EventEnvelope, Transaction) async throws -> Void
    /// Works on events of one tenant that share a transaction, in their order.
    public typealias TogetherHandler = @Sendable ([EventEnvelope], Transaction) async throws -> Void

    /// Names the cursor; stable for ever. By custom the consuming service's name.
    public let consumer: String
    /// Whose events.
    public let producer: ServiceName
    private(set) var handlers: [String: [Handler]]
    private var togetherHandlers: [Together]

    /// What is done on events together, and on which types; nil types are all.
    fileprivate struct Together {
        let types: Set<String>?
        let handle: TogetherHandler

        func acts(on type: String) -> Bool { types?.contains(type) ?? true }
    }

    /// A subscription with the handlers that `build` adds.
    public init(consumer: String, from producer: ServiceName, _ build: (inout Builder) -> Void) {
        var builder = Builder()
        build(&builder)
        self.consumer = consumer
        self.producer = producer
        self.handlers = builder.handlers
        self.togetherHandlers = builder.togetherHandlers
    }

    /// The event types that are acted upon by name.
    public var types: [String] { togetherHandlers.reduce(into: Set(handlers.keys)) { $0.formUnion($1.types ?? []) }.sorted() }

    /// Whether anything is done on events of a type.
    func acts(on type: String) -> Bool { handlers[type] != nil || togetherHandlers.contains { $0.acts(on: type) } }

    /// Runs the handlers of one tenant's events: event by event, each in its trace, what was added for its type alone; then what
    /// was added for events together.
    package func handle(_ events: [EventEnvelope], _ transaction: Transaction) async throws {
        for event in events {
            guard let handlers = handlers[event.type] else { continue }
            try await TraceContext.continuing(event.traceparent, tenant: event.tenant) {
                for handler in handlers { try await handler(event, transaction) }
            }
        }
        for together in togetherHandlers {
            let heard = events.filter { together.acts(on: $0.type) }
            if !heard.isEmpty { try await together.handle(heard, transaction) }
        }
    }

    /// Collects handlers.
    public struct Builder {
        fileprivate var handlers: [String: [Handler]] = [:]
        fileprivate var togetherHandlers: [Together] = []

        /// Adds what is to be done on events of a type. Several handlers of one type run in the order in which they were added.
        public mutating func on<Payload: EventPayload>(
            _ type: Payload.Type, _ handle: @escaping @Sendable (Payload, EventEnvelope, Transaction) async throws -> Void
        ) {
            handlers[Payload.type, default: []].append { event, transaction in
                try await handle(try event.payload(Payload.self), event, transaction)
            }
        }

        /// Adds what is to be done on events of a type without reading their data.
        public mutating func on(type: String, _ handle: @escaping Handler) {
            handlers[type, default: []].append(handle)
        }

        /// Adds what is to be done on every event of the producer, whatever its type: for those that share a transaction at once,
        /// after what is done on their types. What is looked up for one is looked up for all.
        public mutating func onEvery(_ handle: @escaping TogetherHandler) {
            togetherHandlers.append(Together(types: nil, handle: handle))
        }

        /// Adds what is to be done on events of some types: as ``onEvery(_:)``, for those alone.
        public mutating func onTogether(_ types: Set<String>, _ handle: @escaping TogetherHandler) {
            togetherHandlers.append(Together(types: types, handle: handle))
        }
    }

    /// One subscription out of several for the same consumer and producer, which share a cursor.
    static func merged(_ subscriptions: [Subscription]) -> [Subscription] {
        var merged: [Subscription] = []
        for subscription in subscriptions {
            if let index = merged.firstIndex(where: {
                $0.consumer == subscription.consumer && $0.producer == subscription.producer
            }) {
                merged[index].handlers.merge(subscription.handlers) { $0 + $1 }
                merged[index].togetherHandlers += subscription.togetherHandlers
            } else {
                merged.append(subscription)
            }
        }
        return merged
    }
}
