import Chassis
import Contracts
import Postgres
import Terms

/// What is asked of a tenant's terms as they were when a read began.
struct SettledRead<Answer> {
    /// What is wanted of what is kept: work on it has to be done before.
    let wanted: StatementWorkStore.Wanted
    /// The facts that it needs.
    let queries: [Query]
    /// The version of the facts that are remembered and not asked for again; nil where they are.
    var remembered: Int64?
    /// What they come to, by what each query found, and the version of the facts then.
    let answer: (_ rows: [Rows], _ facts: Int64) throws -> Answer
}

/// Times that a read is begun anew because something changed under it.
private let attempts = 5

extension ResultMaker {
    /// Reads what is kept, and the facts of what is open, with everything that was acknowledged before.
    ///
    /// One round trip when nothing waits: what is asked for is known from the cached terms, and whether these, and the facts that
    /// are remembered, still hold is asked along with what is not.
    ///
    /// - Throws: what `ask` throws; 503 when what was acknowledged cannot be worked in in time.
    func read<Answer>(
        _ tenant: TenantID, planning: QueryPlanning = .automatic,
        _ ask: (KnownTerms, Definitions, Instant) async throws -> SettledRead<Answer>
    ) async throws -> Answer {
        var isCaughtUp = false
        for _ in 0..<attempts {
            let terms = try await knowledge.terms.terms(tenant)
            let definitions = try await knowledge.definitions.entry(tenant).definitions
            let now = chassis.clock.now
            let read = try await ask(terms, definitions, now)
            let guards = [
                BatchStore.latest(tenant), StatementWorkStore.isDue(read.wanted, now, of: tenant, in: Made.kind),
                TermsStore.versions(tenant),
            ]
            let rows = try await chassis.database.execute(guards + read.queries, tenant: tenant.uuid, planning: planning)
            let versions = try TermsStore.decodeVersions(rows[2])
            guard (versions.definitions, versions.terms) == (definitions.version, terms.version) else {
                _ = try await knowledge.terms.reload(tenant)
                _ = try await knowledge.definitions.reload(tenant)
                continue
            }
            if let remembered = read.remembered, remembered != versions.facts {
                await knowledge.facts.forget(tenant)
                continue
            }
            // What was acknowledged before the read began has to be worked in, what comes meanwhile need not.
            if !isCaughtUp, try rows[0].decodeOne(Int64?.self) != nil {
                try await folder.settle(tenant)
                isCaughtUp = true
                continue
            }
            if try rows[1].decodeOne(Bool.self) {
                try await settle(tenant, for: read.wanted)
                continue
            }
            return try read.answer(Array(rows[guards.count...]), versions.facts)
        }
        throw Problem.unavailable("the tenant's facts change faster than they can be read")
    }
}
