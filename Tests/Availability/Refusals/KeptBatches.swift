import Chassis
import Contracts
import Foundation
import Postgres
import Terms
import TestSupport

@testable import Availability

/// What is kept of a tenant's batches before it is worked in, fact by fact.
struct KeptBatches {
    /// `probe api khi 2026-03-10T11:59:00Z 1 0`, `outage voice noc-1 …`; sorted.
    let facts: [String]

    /// Reads them.
    init(_ world: World) async throws {
        let rows = try await world.service.chassis.database.query(
            "select payload from measurement_batches order by id", tenant: world.tenant.uuid)
        var facts: [String] = []
        for payload in try rows.decode(Data.self) {
            let batch = try payload.withUnsafeBytes { try Batch(decoding: $0) }
            for run in batch.runs {
                facts += run.samples.map {
                    "\(run.key.kind) \(run.key.component) \(run.key.instance) \(Instant(epochSeconds: $0.at)) \($0.first) \($0.second)"
                }
            }
            facts += batch.declared.map {
                let to = $0.to.map { "\(Instant(epochSeconds: $0))" } ?? "-"
                let share = $0.affectedPercent.map { " \($0) %" } ?? ""
                let touched = $0.customers.map { " \($0.count) customers" } ?? ""
                return
                    "outage \($0.key.component) \($0.key.id) \($0.revision) \(Instant(epochSeconds: $0.from)) \(to)\(share)\(touched)"
            }
            facts += batch.metrics.map { "metric \($0.id) \($0.revision) \($0.sample)" }
        }
        self.facts = facts.sorted()
    }
}
