import Backtest
import Chassis
import Contracts
import HTTPTypes
import Postgres
import Terms

/// `POST /v1/backtests`: any agreement over the tenant's own history. Nothing is stored.
struct BacktestRoutes: Sendable {
    /// Seconds that one backtest may be worked on. Windows are bounded; this is for facts of unheard-of length.
    private static let secondsMaximum = 20
    /// Times that a read is begun anew because the definitions changed.
    private static let attempts = 3

    let chassis: Chassis
    let folder: Folder
    let knowledge: Knowledge

    var routes: [Route] {
        [
            Route(
                .post, "/v1/backtests", roles: .operations, body: .json(maximumBytes: BacktestDraft.bodyBytes), handler: run)
        ]
    }

    private func run(_ request: APIRequest) async throws -> Reply {
        let draft = try request.read { BacktestDraft($0) }
        let now = chassis.clock.now
        guard draft.from < now else { throw Problem.validation("#/from", "must be in the past") }
        let terms = try await currentTerms(request.tenant)
        let subject = try draft.agreement.subject(terms, at: draft.to.advanced(by: -1))
        let other = try against(draft, subject, terms)
        let span = BacktestSpan(Interval(draft.from, draft.to), knownUntil: min(draft.to, now))
        let (services, only) = try await services(draft, subject, other, span, terms, request.tenant)
        let report = try Self.report(subject, other, services, only, draft.facts, span)
        return try .json(report)
    }

    private func currentTerms(_ tenant: TenantID) async throws -> KnownTerms {
        let rows = try await chassis.database.query(TermsStore.versions(tenant), tenant: tenant.uuid)
        let version = try TermsStore.decodeVersions(rows).terms
        if let known = await knowledge.terms.terms(tenant, version: version) { return known }
        return try await knowledge.terms.reload(tenant)
    }

    /// What is compared with: what was asked for; or else the version of the same agreement that is in force when the time ends.
    private func against(
        _ draft: BacktestDraft, _ subject: BacktestSubject, _ terms: KnownTerms
    ) throws(Problem) -> BacktestSubject? {
        let end = draft.to.advanced(by: -1)
        if let wanted = draft.against { return try wanted.subject(terms, at: end) }
        guard let known = terms.published(subject.document.key, nil, at: end),
            known.state.agreement != subject.agreement || known.state.version != subject.version
        else { return nil }
        return BacktestSubject(known.document, agreement: known.state.agreement, version: known.state.version)
    }

    /// The past of the services that the agreements name, and the keys of those that were asked for.
    private func services(
        _ draft: BacktestDraft, _ subject: BacktestSubject, _ other: BacktestSubject?, _ span: BacktestSpan,
        _ terms: KnownTerms, _ tenant: TenantID
    ) async throws -> (services: [String: any BacktestService], only: Set<String>) {
        let keys = subject.services.union(other?.services ?? [])
        let stretch = subject.stretch(span).hull(other?.stretch(span))
        for _ in 0..<Self.attempts {
            let known = try await knowledge.definitions.definitions(tenant) { known in
                keys.allSatisfy { known.service($0) != nil }
            }
            let only = try Self.keys(draft.services, known)
            let wanted = keys.filter { only.isEmpty || only.contains($0) }.compactMap { known.service($0) }
                .map { ServiceStretch(service: $0, stretch: stretch, readsCounts: terms.counting.contains($0.id)) }
            guard wanted.count <= BacktestDraft.servicesMaximum else {
                throw Problem.validation(
                    "#/services", "the agreement is about more than \(BacktestDraft.servicesMaximum) services")
            }
            let rows = try await folder.read(
                [DefinitionStore.version(tenant)] + FactsStore.queries(wanted, of: tenant), tenant)
            guard try rows[0].decodeFirst(Int64.self) == known.version else {
                _ = try await knowledge.definitions.reload(tenant)
                continue
            }
            let facts = try FactsStore.decode(rows[1...], wanted)
            let found = Dictionary(facts.values.map { ($0.service.key, $0 as any BacktestService) }) { first, _ in first }
            return (found, only)
        }
        throw Problem.unavailable("the services are being redefined")
    }

    private static func keys(_ names: [String], _ known: Definitions) throws(Problem) -> Set<String> {
        var keys: Set<String> = []
        for (index, name) in names.enumerated() {
            guard let service = known.service(name) else { throw .validation("#/services/\(index)", "is no service") }
            keys.insert(service.key)
        }
        return keys
    }

    private static func report(
        _ subject: BacktestSubject, _ other: BacktestSubject?, _ services: [String: any BacktestService], _ only: Set<String>,
        _ facts: BacktestFacts, _ span: BacktestSpan
    ) throws -> BacktestReport {
        let started = ContinuousClock.now
        do {
            return try Backtest(
                services: services, facts: facts, span: span, only: only, windowsMaximum: BacktestDraft.windowsMaximum
            ) {
                try Task.checkCancellation()
                guard ContinuousClock.now - started < .seconds(secondsMaximum) else {
                    throw BacktestError.tookTooLong(secondsMaximum)
                }
            }.report(subject, against: other)
        } catch let error as BacktestError {
            throw Problem.validation("#/to", error.description)
        }
    }
}

extension Interval {
    /// From the earlier start to the later end.
    fileprivate func hull(_ other: Interval?) -> Interval {
        other.map { Interval(min(start, $0.start), max(end, $0.end)) } ?? self
    }
}
