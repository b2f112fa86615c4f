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
    private var everyHandlers: [TogetherHandler]

    /// A subscription with the handlers that `build` adds.
    public init(consumer: String, from producer: ServiceName, _ build: (inout Builder) -> Void) {
        var builder = Builder()
        build(&builder)
        self.consumer = consumer
        self.producer = producer
        self.handlers = builder.handlers
        self.everyHandlers = builder.everyHandlers
    }

    /// The event types that are acted upon by name.
    public var types: [String] { handlers.keys.sorted() }

    /// Whether anything is done on events of a type.
    func acts(on type: String) -> Bool { handlers[type] != nil || !everyHandlers.isEmpty }

    /// Runs the handlers of one tenant's events: event by event, each in its trace, what was added for its type; then for all of
    /// them together what was added for every one.
    package func handle(_ events: [EventEnvelope], _ transaction: Transaction) async throws {
        for event in events {
            guard let handlers = handlers[event.type] else { continue }
            try await TraceContext.continuing(event.traceparent, tenant: event.tenant) {
                for handler in handlers { try await handler(event, transaction) }
            }
        }
        for handler in everyHandlers { try await handler(events, transaction) }
    }

    /// Collects handlers.
    public struct Builder {
        fileprivate var handlers: [String: [Handler]] = [:]
        fileprivate var everyHandlers: [TogetherHandler] = []

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
            everyHandlers.append(handle)
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
                merged[index].everyHandlers += subscription.everyHandlers
            } else {
                merged.append(subscription)
            }
        }
        return merged
    }
}
