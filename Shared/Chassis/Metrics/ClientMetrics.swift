import Contracts
import Messaging
import Postgres

extension MetricsRegistry {
    /// How busy the connections of a service's pools are.
    func collect(pools: [(name: String, client: PostgresClient)]) {
        func gauge(_ name: String, _ help: String, _ value: @escaping @Sendable (PostgresStatistics) -> Double) {
            collectGauge(name, help: help) { await Self.samples(pools, value) }
        }
        func counter(_ name: String, _ help: String, _ value: @escaping @Sendable (PostgresStatistics) -> Double) {
            collectCounter(name, help: help) { await Self.samples(pools, value) }
        }
        gauge("postgres_connections", "Open connections.") { Double($0.connections) }
        gauge("postgres_connections_leased", "Connections that one transaction has for itself.") { Double($0.leased) }
        gauge("postgres_requests_in_flight", "Requests sent and not answered.") { Double($0.inFlight) }
        gauge("postgres_requests_queued", "Requests that wait for a connection.") { Double($0.queued) }
        counter("postgres_requests_total", "Requests asked of the pool.") { Double($0.submitted) }
        counter("postgres_requests_refused_total", "Requests refused because too many waited.") { Double($0.refused) }
        counter("postgres_requests_timed_out_total", "Requests that were not answered in time.") { Double($0.timedOut) }
        counter("postgres_requests_waited_total", "Requests that waited for a connection.") { Double($0.waited) }
        counter("postgres_wait_seconds_total", "Time that requests waited for a connection.") {
            Double($0.waitedMilliseconds) / 1e3
        }
        counter("postgres_connections_lost_total", "Connections that went away.") { Double($0.connectionsLost) }
    }

    private static func samples(
        _ pools: [(name: String, client: PostgresClient)], _ value: (PostgresStatistics) -> Double
    ) async -> [Sample] {
        var samples: [Sample] = []
        for pool in pools { samples.append(Sample(value(await pool.client.statistics()), labels: [("pool", pool.name)])) }
        return samples
    }

    /// How far the service's own events have got.
    func collect(_ relay: Relay) {
        collectGauge("outbox_age_seconds", help: "Age of the oldest event that has not been told.") {
            [Sample(Double(relay.status.outboxAgeMilliseconds) / 1e3)]
        }
        collectGauge("outbox_lag_events", help: "Events that have a position and are not in their stream.") {
            [Sample(Double(relay.status.lag))]
        }
        collectGauge("outbox_relay_leader", help: "1 where this process relays, 0 where it stands by.") {
            [Sample(relay.status.isLeader ? 1 : 0)]
        }
        collectCounter("outbox_positioned_total", help: "Events that this process gave a position.") {
            [Sample(Double(relay.status.positioned))]
        }
        collectCounter("outbox_appended_total", help: "Events that this process added to their stream.") {
            [Sample(Double(relay.status.appended))]
        }
        collectCounter("outbox_conflicts_total", help: "Stream entries that are not what the outbox says.") {
            [Sample(Double(relay.status.conflicts))]
        }
    }

    /// How far the service is with others' events.
    func collect(_ subscriber: Subscriber) {
        collectGauge(
            "consumer_lag_events", help: "Events of a producer that exist and are not applied, on this process's partitions."
        ) {
            subscriber.lagByProducer.sorted { $0.key.rawValue < $1.key.rawValue }
                .map { Sample(Double($0.value), labels: [("producer", $0.key.rawValue)]) }
        }
        collectGauge("consumer_leases", help: "Partitions that this process reads.") {
            [Sample(Double(subscriber.status.leases))]
        }
        collectGauge("consumer_stalled_partitions", help: "Partitions that cannot go on.") {
            [Sample(Double(subscriber.status.stalled))]
        }
        collectCounter("consumer_applied_total", help: "Events whose effects this process committed.") {
            [Sample(Double(subscriber.status.applied))]
        }
        collectCounter("consumer_failures_total", help: "Attempts that failed.") { [Sample(Double(subscriber.status.failures))] }
        collectCounter("consumer_dead_letters_total", help: "Events that this process put aside.") {
            [Sample(Double(subscriber.status.deadLetters))]
        }
    }
}
