import Chassis
import Contracts
import Postgres
import Terms

extension Chassis {
    /// Measures what waits to be delivered, at every scrape.
    func measureDeliveries() {
        metrics.collectGauge("deliveries_waiting", help: "Deliveries that are tried now or later.") { [workers] in
            let rows = try? await workers.query(DueStore.waiting).decode((String, Int64, Instant).self)
            return (rows ?? []).map { .init(Double($0.1), labels: [("channel", $0.0)]) }
        }
        metrics.collectGauge(
            "deliveries_overdue_seconds", help: "For how long the delivery that is due longest has been due."
        ) { [workers, clock] in
            let rows = try? await workers.query(DueStore.waiting).decode((String, Int64, Instant).self)
            return (rows ?? []).map { .init(Double(max(0, clock.now - $0.2)), labels: [("channel", $0.0)]) }
        }
    }
}
