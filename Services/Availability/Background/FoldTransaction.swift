import Contracts
import Foundation
import Messaging
import Postgres
import Telemetry
import Terms

/// One fold of a tenant's batches, inside a transaction that holds the tenant's lock: reads what the samples touch, derives it
/// anew, writes blocks, metrics, timelines, outages and their events, and removes the batches.
struct FoldTransaction {
    /// Samples of one fold: what is held in memory at once, about 24 bytes each. A single batch may have more.
    static let samplesMaximum = 400_000
    /// Batches of one fold.
    static let batchesMaximum = 500

    /// What a fold did.
    struct Outcome: Sendable {
        let batches: Int
        let samples: Int
        /// Samples that were taken while their time was kept, and were passed over because it is not any more.
        var forgotten = 0
        /// Whether there may be more to fold.
        let isFull: Bool
    }

    let tenant: TenantID
    let transaction: Transaction
    let definitions: Definitions
    let knowledge: Knowledge
    let now: Instant
    /// Seconds after which what is written now is compacted.
    let horizonSeconds: Int64

    /// Folds batches that were read in this transaction.
    func run(_ batches: [(id: Int64, payload: Data, sender: String?)]) async throws -> Outcome {
        var input = try Self.input(batches)
        let forgotten = input.forget(before: definitions.factsFrom)
        var known: [ServiceID: KnownService] = [:]
        for component in input.components { known[component.service] = definitions.services[component.service] }
        var writes: [Query] = []
        if !known.isEmpty { writes = try await derive(input, known) }
        writes += try await keep(input.metrics.values.filter { definitions.services[$0.stream.service] != nil }, input)
        writes.append(BatchStore.delete(batches.map(\.id), of: tenant))
        _ = try await transaction.execute(writes)
        return Outcome(
            batches: batches.count, samples: input.sampleCount - forgotten, forgotten: forgotten,
            isFull: batches.count == Self.batchesMaximum || input.sampleCount >= Self.samplesMaximum)
    }

    private static func input(_ batches: [(id: Int64, payload: Data, sender: String?)]) throws -> FoldInput {
        var input = FoldInput()
        for batch in batches {
            let read = try batch.payload.withUnsafeBytes { bytes throws(ByteReader.Malformed) in try Batch(decoding: bytes) }
            input.add(read, from: batch.sender)
        }
        return input
    }

    /// Keeps measurements that objectives are judged by, and has what these came to looked at again.
    private func keep(_ metrics: [MetricRecord], _ input: FoldInput) async throws -> [Query] {
        guard !metrics.isEmpty else { return [] }
        let touched = MetricReach.of(metrics, try await knowledge.read(tenant, transaction).1.objectives)
        return MetricStore.write(metrics, of: tenant) + [
            ObjectiveStore.markDirty(touched, by: { input.measurer(of: $0) }, at: now, of: tenant),
            CompactionStore.schedule(now.advanced(by: horizonSeconds), of: tenant),
        ]
    }

    private func derive(_ input: FoldInput, _ known: [ServiceID: KnownService]) async throws -> [Query] {
        // Components of services that are gone (their tenant is being deleted) are passed over.
        let components = input.components.filter { known[$0.service] != nil }.sorted { $0.key < $1.key }
        let keys = Array(input.runs.keys.filter { known[$0.service] != nil })
        let found = try await transaction.execute([
            SampleStore.add(keys, of: tenant),
            SampleStore.series(services: components.map(\.service), components: components.map(\.key), of: tenant),
            DeclaredOutageStore.find(Array(input.declared.keys), of: tenant),
        ])
        let numbers = try SampleStore.decodeSeries(found[1])
        let before = Dictionary(uniqueKeysWithValues: try DeclaredOutageStore.decode(found[2]).map { ($0.key, $0) })
        var plan = FoldPlan(
            input: input, known: known, numbers: numbers, declaredBefore: before, factsFrom: definitions.factsFrom)
        let stretches = plan.stretches
        let rows = try await transaction.execute(
            [SampleStore.blocks(stretches, of: tenant), RunStore.runs(stretches.runs, of: tenant)] + reads(plan))
        try plan.merge(try SampleStore.decodeBlocks(rows[0]), try RunStore.decode(rows[1]))
        var writes: [Query] = []
        if !plan.blocks.isEmpty {
            writes.append(SampleStore.write(plan.blocks, at: now, of: tenant))
            writes.append(CompactionStore.schedule(now.advanced(by: horizonSeconds), of: tenant))
        }
        if !plan.declared.isEmpty { writes.append(DeclaredOutageStore.write(plan.declared, of: tenant)) }
        writes += try await LimitedOutageFold(
            tenant: tenant, transaction: transaction, definitions: definitions, knowledge: knowledge, now: now
        ).run(plan.limited, from: plan.sender)
        var next = 2
        for service in plan.services {
            let answers = Array(rows[next..<next + 3])
            next += 3
            writes += try await fold(service, plan, answers)
        }
        return writes
    }

    /// What to read of each service of a plan: timelines, outages, declared outages.
    private func reads(_ plan: FoldPlan) -> [Query] {
        plan.services.flatMap { service -> [Query] in
            let hull = plan.candidateHull(of: service.id) ?? Interval(0, 0)
            let components = service.everyComponent
            return [
                TimelineStore.transitions([ServiceStretch(service: service, stretch: hull)], of: tenant),
                OutageStore.touching(hull, service: service.id, of: tenant),
                DeclaredOutageStore.touching(hull, components: components, service: service.id, of: tenant),
            ]
        }
    }

    private func fold(_ service: KnownService, _ plan: FoldPlan, _ rows: [Rows]) async throws -> [Query] {
        guard let hull = plan.hull(of: service.id) else { return [] }
        let stored = Dictionary(grouping: try DeclaredOutageStore.decode(rows[2]), by: \.key.component)
        var fold = ServiceFold(
            service: service, windows: plan.windows(of: service.id), samples: plan.samples(of: service.id),
            declared: plan.declared(of: service.id, stored: stored),
            timelines: try TimelineStore.decode(rows[0], [.init(service: service, stretch: hull)])[service.id] ?? [:],
            outages: try OutageStore.decode(rows[1]), now: now, newID: { OutageID() })
        let changes = fold.run()
        var writes: [Query] = []
        if !changes.timelines.isEmpty { writes += TimelineStore.write(changes.timelines, service: service.id, of: tenant) }
        if !changes.outages.isEmpty { writes.append(OutageStore.write(changes.outages.map(\.outage), of: tenant)) }
        let events = try OutageEvents.of(changes.outages, serviceKey: service.key, tenant: tenant, now: now)
        if !events.isEmpty { writes.append(Outbox.insert(events)) }
        let over = plan.declared.filter { $0.key.service == service.id && ($0.to != nil || $0.withdrawn || !$0.isDowntime) }
        if let start = over.map(\.from).min() {
            writes.append(HoldStore.release(service.id, from: Instant(epochSeconds: start), at: now, of: tenant))
        }
        let counted = try await counted(plan, service.id)
        if let span = changes.changed.union(counted).span {
            let decides = counted.isEmpty ? false : try await slicesDecide(on: service.id)
            let touchesBudgets = changes.touchesBudgets || decides
            let touched = touchesBudgets ? try await reach(of: span, service.id) : span
            writes.append(
                StatementWorkStore.markDirty(
                    service: service.id, touched, reason: .measurements, by: plan.sender(of: service.id), at: now, of: tenant))
            if touchesBudgets { writes.append(BudgetStore.look(at: service.id, touched, at: now, of: tenant)) }
        }
        return writes
    }

    /// The time of which requests were counted anew, where somebody is promised something of them.
    private func counted(_ plan: FoldPlan, _ service: ServiceID) async throws -> IntervalSet {
        guard let time = plan.counted[service] else { return .empty }
        return try await knowledge.read(tenant, transaction).1.counting.contains(service) ? time : .empty
    }

    /// Whether slices of requests decide on a promise about a service: they may be down though no component is.
    private func slicesDecide(on service: ServiceID) async throws -> Bool {
        try await knowledge.read(tenant, transaction).1.promises.contains {
            $0.service == service && $0.commitment.measure.kind == .slices
        }
    }

    /// The time whose windows a change of outages bears on: how long an outage is does not end with a window.
    private func reach(of span: Interval, _ service: ServiceID) async throws -> Interval {
        let seconds = try await knowledge.read(tenant, transaction).1.reachSeconds(of: service)
        return Interval(max(.earliest, span.start.advanced(by: -seconds)), min(.latest, span.end.advanced(by: seconds)))
    }
}
