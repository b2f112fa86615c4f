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
        private let made: MadeStatement?
        private let kept: StatementStore.Stored?

        fileprivate init(_ made: MadeStatement) {
            resource = made.resource
            self.made = made
            kept = nil
        }

        fileprivate init(_ kept: StatementStore.Stored) throws {
            resource = try kept.resource()
            made = nil
            self.kept = kept
        }

        /// Every second of the window.
        func timeline() throws -> [MadeStatement.Entry] {
            if let made { return made.timeline }
            return try kept.map { try PledgeJSON.decode(from: $0.timeline) } ?? []
        }

        /// The way that the spending of its error budget has taken; nil for a kept one.
        var course: BudgetCourse? { made?.course }
    }

    /// Reads what `select` wants of the tenant's terms and definitions.
    ///
    /// - Throws: what `select` throws; 503 when what was acknowledged cannot be worked in in time.
    func read(
        _ tenant: TenantID, _ select: (KnownTerms, Definitions, Instant) throws -> Selection
    ) async throws -> [Answer] {
        var isCaughtUp = false
        for _ in 0..<Self.attempts {
            let terms = try await knowledge.terms.terms(tenant)
            let definitions = try await knowledge.definitions.entry(tenant).definitions
            let now = chassis.clock.now
            let selection = try select(terms, definitions, now)
            let open = selection.items.filter { $0.window.interval.end > now }
            let stretches = definitions.stretches(of: open.map { ($0.promise, $0.window) })
            let wanted = StatementWorkStore.Wanted(selection, now)
            let customers = Set(selection.items.compactMap(\.contract?.customer)).sorted()
            let rows = try await chassis.database.execute(
                [
                    BatchStore.latest(tenant), StatementWorkStore.isDue(wanted, now, of: tenant), TermsStore.versions(tenant),
                    StatementStore.find(wanted.ids, of: tenant),
                ] + FactsStore.queries(stretches, customers: customers, of: tenant), tenant: tenant.uuid, planning: .once)
            let (definitionsVersion, termsVersion) = try TermsStore.decodeVersions(rows[2])
            if definitionsVersion != definitions.version || termsVersion != terms.version {
                _ = try await knowledge.terms.reload(tenant)
                _ = try await knowledge.definitions.reload(tenant)
                continue
            }
            // What was acknowledged before the read began has to be worked in, what comes meanwhile need not.
            if !isCaughtUp, try rows[0].decodeOne(Int64?.self) != nil {
                try await maker.folder.settle(tenant)
                isCaughtUp = true
                continue
            }
            if try rows[1].decodeOne(Bool.self) {
                try await maker.settle(tenant, for: wanted)
                continue
            }
            let facts = try FactsStore.decode(rows[4...], stretches)
            return try answers(selection, facts, try StatementStore.decode(rows[3]), now)
        }
        throw Problem.unavailable("the tenant's facts change faster than they can be read")
    }

    private func answers(
        _ selection: Selection, _ facts: [ServiceID: ServiceFacts], _ stored: [StatementID: StatementStore.Stored], _ now: Instant
    ) throws -> [Answer] {
        var answers = try selection.ids.compactMap { try stored[$0].map(Answer.init) }
        for item in selection.items {
            if let kept = stored[item.key.id] {
                answers.append(try Answer(kept))
            } else if item.window.interval.end > now, let facts = facts[item.promise.service] {
                let made = MadeStatement(
                    item.promise, item.window, of: item.contract, facts: facts, asOf: now, revision: 0, reason: nil)
                answers.append(Answer(made))
            }
        }
        return answers
    }
}
