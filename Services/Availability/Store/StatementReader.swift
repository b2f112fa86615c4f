import Chassis
import Contracts
import Metrics
import Postgres
import Terms

/// Reads statements: kept ones as they are, open ones worked out as of now; with everything that was acknowledged before.
struct StatementReader: Sendable {
    /// Statements of one answer.
    static let maximum = 400

    let maker: StatementMaker
    private let remembered = Counter(label: "pledge_availability_facts_total", dimensions: [("source", "memory")])
    private let read = Counter(label: "pledge_availability_facts_total", dimensions: [("source", "database")])

    /// A reader of what the maker makes.
    init(maker: StatementMaker) { self.maker = maker }

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

        /// What is known of the spending of its error budget; nil for a kept one.
        var spending: BudgetSpending? { made?.spending }
    }

    /// Reads what `select` wants of the tenant's terms and definitions.
    ///
    /// - Throws: what `select` throws; 503 when what was acknowledged cannot be worked in in time.
    func read(
        _ tenant: TenantID, _ select: (KnownTerms, Definitions, Instant) throws -> Selection
    ) async throws -> [Answer] {
        let found = try await maker.read(tenant, planning: .once) { terms, definitions, now in
            try await plan(try select(terms, definitions, now), definitions, now, tenant)
        }
        switch found.facts {
        case .none: break
        case .remembered: remembered.increment()
        case .read(let fresh):
            read.increment()
            if let fresh { await maker.knowledge.facts.keep(fresh, tenant) }
        }
        return found.answers
    }

    /// What a read came to.
    private struct Found {
        enum Facts {
            /// None were needed: all that is wanted is kept.
            case none
            case remembered
            /// From the database; what of it is worth remembering.
            case read(FactsCache.Entry?)
        }

        let answers: [Answer]
        let facts: Facts
    }

    /// What to ask for: facts that are remembered are not.
    private func plan(
        _ selection: Selection, _ definitions: Definitions, _ now: Instant, _ tenant: TenantID
    ) async throws -> SettledRead<Found> {
        let open = selection.items.filter { $0.window.interval.end > now }
        let stretches = definitions.stretches(of: open.map { ($0.promise, $0.window) })
        let customers = Set(selection.items.compactMap(\.contract?.customer)).sorted()
        let wanted = StatementWorkStore.Wanted(selection, now)
        let find = StatementStore.find(wanted.ids, of: tenant)
        func asking(_ stretches: [ServiceStretch], keeps: Bool) -> SettledRead<Found> {
            let queries = [find] + FactsStore.queries(stretches, customers: customers, of: tenant)
            return SettledRead(wanted: wanted, queries: queries) { rows, version in
                let facts = try FactsStore.decode(rows[1...], stretches)
                let answers = try Self.answers(selection, facts, try StatementStore.decode(rows[0]), now)
                let fresh = FactsCache.Entry(definitions: definitions.version, version: version, facts: facts)
                return Found(answers: answers, facts: .read(keeps ? fresh : nil))
            }
        }
        // What is a customer's own is asked for seldom, and counts change with every measurement.
        guard customers.isEmpty, !stretches.contains(where: \.readsCounts) else { return asking(stretches, keeps: false) }
        let known = await maker.knowledge.facts.entry(tenant, definitions: definitions.version)
        guard let facts = stretches.isEmpty ? [:] : known?.covering(stretches) else {
            return asking(stretches.map { $0.wholeDays(beside: known?.facts[$0.service.id]?.stretch) }, keeps: true)
        }
        return SettledRead(wanted: wanted, queries: [find], remembered: facts.isEmpty ? nil : known?.version) { rows, _ in
            let answers = try Self.answers(selection, facts, try StatementStore.decode(rows[0]), now)
            return Found(answers: answers, facts: facts.isEmpty ? .none : .remembered)
        }
    }

    private static func answers(
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
