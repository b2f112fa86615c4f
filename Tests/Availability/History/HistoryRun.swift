import Chassis
import Contracts
import Foundation
import Hosting
import Terms
import TestSupport
import Testing

@testable import Availability

/// One tenant's history, told to the service bit by bit, and compared with a backtest whenever it is read.
final class HistoryRun {
    /// Seconds after the last event in which something may still be told of it.
    private static let later: Int64 = 2 * 86_400

    let shape: HistoryShape
    var random: Seeded
    /// What there was so far.
    private(set) var count = HistoryCount()
    /// The tenant, at a process that runs from the first to the last second.
    private let tenant: World
    /// Whom some outages touch alone.
    let customer: CustomerID
    /// The tenant at the processes that take its requests now.
    private var processes: [World] = []
    /// What nobody has been told yet, with when somebody will be, the last first.
    private var untold: [(at: Int64, fact: HistoryFact)]
    private var told: [HistoryFact] = []
    private var batches: [HistoryBatch] = []
    var exclusions: [HistoryExclusion] = []
    var maintenance: [HistoryMaintenance] = []

    /// Any history, of a new tenant.
    init(_ seed: UInt64, _ world: World) async throws {
        random = Seeded(seed)
        let shape = try HistoryShape(&random)
        self.shape = shape
        let telemetry = HistoryTelemetry(shape, &random)
        var untold: [(at: Int64, fact: HistoryFact)] = []
        for fact in telemetry.facts {
            let isLate = Int.random(in: 0..<8, using: &random) == 0
            untold.append((fact.at + (isLate ? .random(in: 0...shape.seconds + Self.later, using: &random) : 0), fact))
        }
        self.untold = untold.sorted { $0.at > $1.at }
        world.service.clock.set(shape.start)
        tenant = try await world.another()
        let service = try await tenant.define(HistoryShape.service, shape.components, shape.tree)
        let agreement = try await tenant.publish(shape.agreement, [service], from: shape.start)
        customer = try await tenant.contract(HistoryShape.customer, service.id, agreement, from: shape.start)
    }

    var clock: ManualClock { tenant.service.clock }
    var now: Instant { clock.now }
    /// One of the processes.
    var process: World { processes[.random(in: processes.indices, using: &random)] }

    /// One of so many, on the average.
    func once(in count: Int) -> Bool { .random(in: 0..<count, using: &random) == 0 }

    /// Goes through all of it, with restarts, by one process or two.
    ///
    /// - Throws: ``HistoryDifference`` at the first difference from the backtest.
    func run() async throws {
        while !untold.isEmpty || now < shape.end.advanced(by: Self.later) {
            let isBusy = once(in: 5)
            count.restarts += 1
            try await tenant.service.beside(runsBackground: isBusy) { first in
                processes = [tenant.at(first)]
                guard once(in: 3) else { return try await turns() }
                count.replicas += 1
                try await first.beside(runsBackground: isBusy) { second in
                    processes.append(tenant.at(second))
                    try await turns()
                }
            }
        }
        try await tenant.service.beside { last in
            processes = [tenant.at(last)]
            count.add(try await compare())
        }
        try await forget()
    }

    /// What a backtest makes of everything that was told, but for some of it.
    func backtest(
        for reader: HistoryFact.Reader = .everybody, without isLeftOut: (HistoryFact) -> Bool = { _ in false }
    ) throws -> HistoryFindings {
        let facts = told.filter { !isLeftOut($0) }
        return try HistoryBacktest(shape: shape, facts: facts, exclusions: exclusions, maintenance: maintenance)
            .findings(asOf: now, for: reader)
    }

    /// Some hours or days, until the processes are gone.
    private func turns() async throws {
        for _ in 0..<Int.random(in: 3...9, using: &random) {
            clock.advance(by: 60 * .random(in: 1...(once(in: 3) ? 2_000 : 800), using: &random))
            try await tellWhatIsKnown()
            for _ in 0..<Int.random(in: 0...3, using: &random) { try await act() }
            if once(in: 3) { _ = try await compare() }
        }
    }

    private func tellWhatIsKnown() async throws {
        var facts: [HistoryFact] = []
        while let next = untold.last, next.at <= now.epochSeconds {
            facts.append(next.fact)
            untold.removeLast()
        }
        told += facts
        count.facts += facts.count
        // Some of what was told is told again, beside what is new and alone.
        let again =
            told.isEmpty
            ? [] : (0..<Int.random(in: 0...20, using: &random)).map { _ in told[.random(in: told.indices, using: &random)] }
        let new = HistoryBatch.cut((facts + again).shuffled(using: &random), &random)
        batches += new
        var sent = new + (once(in: 3) ? [batches.randomElement(using: &random)].compactMap(\.self) : [])
        sent.shuffle(using: &random)
        try await send(sent)
    }

    /// Sends batches, one after the other or all at once.
    private func send(_ batches: [HistoryBatch]) async throws {
        let pairs = batches.map { ($0, process) }
        guard once(in: 3) else {
            for (batch, process) in pairs { try await Self.send(batch, to: process) }
            return
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (batch, process) in pairs { group.addTask { try await Self.send(batch, to: process) } }
            try await group.waitForAll()
        }
    }

    private static func send(_ batch: HistoryBatch, to process: World) async throws {
        let answer = try await process.service.send(
            .POST, "/v1/measurements", as: process.sender, body: batch.body, headers: ["content-type": batch.type])
        try #require(answer.status == 202, "\(answer.text)")
        try #require(answer["accepted"]?.json == "\(batch.facts.count)", "\(answer.text)")
    }

    /// Reads the statements, and compares them.
    @discardableResult
    private func compare() async throws -> [StatementResource] {
        let statements = try await compare("", as: .everybody)
        let own = try await compare("&customer=\(customer)", as: .customer)
        count.own += own.count { $0.customer != nil }
        count.grounds.formUnion(own.flatMap { $0.excluded.map(\.ground) })
        let limited = Set(exclusions.filter(\.isLimited).map(\.id))
        count.ownExcluded += own.count { statement in
            statement.qualifications.contains { limited.contains($0.source) && $0.excludedSeconds > 0 }
        }
        return statements
    }

    /// Compares what everybody is judged by, or the customer.
    private func compare(_ query: String, as reader: HistoryFact.Reader) async throws -> [StatementResource] {
        count.reads += 1
        let answer = try await process.get("/v1/statements?from=\(shape.start)&to=\(now.advanced(by: 1))\(query)")
        let statements = try answer.decode(ListPage<StatementResource>.self).data
        count.counted += statements.count { $0.commitment == HistoryAgreement.counting && $0.availability != nil }
        // Of what was never counted a backtest says so once, and no statement is there to be compared.
        let compared = statements.filter { $0.commitment != HistoryAgreement.counting || told.contains(where: \.isCount) }
        let differences = HistoryFindings(compared).differences(from: try backtest(for: reader))
        guard differences.isEmpty else {
            throw HistoryDifference(at: now, statements: differences.map { "\(reader): \($0)" })
        }
        return statements
    }

    /// Leaves nothing that falls due while other histories go on.
    private func forget() async throws {
        let admin = try await tenant.service.database.admin()
        for table in ["statement_work", "maintenance", "outages"] {
            try await admin.run("delete from \(table) where tenant_id = '\(tenant.tenant.uuid)'")
        }
    }
}
