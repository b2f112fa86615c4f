import Chassis
import Contracts
import Postgres
import Terms

/// Reads statements: kept ones as they are, open ones worked out as of now; with everything that was acknowledged before.
///
/// One round trip when nothing waits: what is asked for is known from the cached terms, and whether these still hold is asked
/// along with the facts.
struct StatementReader: Sendable {
    /// Statements of one answer.
    static let maximum = 400
    /// Times that a read is begun anew because something changed under it.
    private static let attempts = 5

    let chassis: Chassis
    let maker: StatementMaker
    let knowledge: Knowledge

    /// Which statements are wanted.
    struct Selection: Sendable {
        /// A promise and the window that is wanted of it.
        struct Item: Sendable {
            let promise: Promise
            let window: Window
            /// The contract whose own statement is wanted; nil for everybody's.
            var contract: KnownSubscription?

            /// What the statement is about.
            var key: StatementKey { promise.key(window, of: contract?.id) }
        }

        var items: [Item] = []
        /// Statements that are wanted by id although no promise has such a window any more.
        var ids: [StatementID] = []
    }

    /// A statement that was read.
    struct Answer: Sendable {
        let resource: StatementResource
        let timeline: [MadeStatement.Entry]
        /// The way that the spending of its error budget has taken; nil for a kept one.
        var course: BudgetCourse?
    }

    /// Reads what `select` wants of the tenant's terms and definitions.
    ///
    /// - Throws: what `select` throws; 503 when what was acknowledged cannot be worked in in time.
    func read(
        _ tenant: TenantID, _ select: (KnownTerms, Definitions, Instant) throws -> Selection
    ) async throws -> [Answer] {
        for _ in 0..<Self.attempts {
            let terms = try await knowledge.terms.terms(tenant)
            let definitions = try await knowledge.definitions.entry(tenant).definitions
            let now = chassis.clock.now
            let selection = try select(terms, definitions, now)
            let stretches = Self.stretches(selection, definitions, now)
            let customers = Set(selection.items.compactMap(\.contract?.customer)).sorted()
            let ids = selection.ids + selection.items.map(\.key.id)
            let rows = try await chassis.database.execute(
                [
                    BatchStore.latest(tenant), StatementStore.isDue(now, of: tenant), TermsStore.versions(tenant),
                    StatementStore.find(ids, of: tenant),
                ] + stretches.flatMap { FactsStore.queries($0.service, $0.stretch, customers: customers, of: tenant) },
                tenant: tenant.uuid)
            let (definitionsVersion, termsVersion) = try TermsStore.decodeVersions(rows[2])
            if definitionsVersion != definitions.version || termsVersion != terms.version {
                _ = try await knowledge.terms.reload(tenant)
                _ = try await knowledge.definitions.reload(tenant)
                continue
            }
            let isDue = try rows[1].decodeOne(Bool.self)
            if try isDue || rows[0].decodeOne(Int64?.self) != nil {
                try await maker.settle(tenant, force: true)
                continue
            }
            return try answers(selection, stretches, try StatementStore.decode(rows[3]), rows[4...], now)
        }
        throw Problem.unavailable("the tenant's facts change faster than they can be read")
    }

    private struct Stretch {
        let service: KnownService
        let stretch: Interval
    }

    /// From the first to the last second that open windows need, by service.
    private static func stretches(_ selection: Selection, _ definitions: Definitions, _ now: Instant) -> [Stretch] {
        var hulls: [ServiceID: Interval] = [:]
        for item in selection.items where item.window.interval.end > now {
            let window = item.window.interval
            let old = hulls[item.promise.service] ?? window
            hulls[item.promise.service] = Interval(min(old.start, window.start), max(old.end, window.end))
        }
        return hulls.sorted { $0.key < $1.key }.compactMap { id, hull in
            definitions.services[id].map { Stretch(service: $0, stretch: hull) }
        }
    }

    private func answers(
        _ selection: Selection, _ stretches: [Stretch], _ stored: [StatementID: StatementStore.Stored], _ rows: ArraySlice<Rows>,
        _ now: Instant
    ) throws -> [Answer] {
        var facts: [ServiceID: ServiceFacts] = [:]
        var start = rows.startIndex
        for stretch in stretches {
            facts[stretch.service.id] = try FactsStore.decode(
                rows[start..<start + FactsStore.queryCount], stretch.service, stretch.stretch)
            start += FactsStore.queryCount
        }
        var answers = try selection.ids.compactMap { try stored[$0].map(Self.answer) }
        for item in selection.items {
            if let kept = stored[item.key.id] {
                answers.append(try Self.answer(kept))
            } else if item.window.interval.end > now, let facts = facts[item.promise.service] {
                let made = MadeStatement(
                    item.promise, item.window, of: item.contract, facts: facts, asOf: now, revision: 0, reason: nil)
                answers.append(Answer(resource: made.resource, timeline: made.timeline, course: made.course))
            }
        }
        return answers
    }

    private static func answer(_ kept: StatementStore.Stored) throws -> Answer {
        Answer(resource: try kept.resource(), timeline: try PledgeJSON.decode(from: kept.timeline))
    }
}
