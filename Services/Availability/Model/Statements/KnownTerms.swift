import Contracts
import Terms

/// A tenant's agreements, at one version of the whole. A value, like ``Definitions``.
struct KnownTerms: Sendable {
    /// Grows with every change of an agreement of the tenant, or of what its contracts make necessary.
    let version: Int64
    let versions: [KnownVersion]
    /// Every promise of availability of every version.
    let promises: [Promise]
    /// Every promise about speed, delivery or quality of every version.
    let objectives: [ObjectivePromise]
    /// The services of which some version counts single requests or resources.
    let counting: Set<ServiceID>
    private let tenant: TenantID
    private let demands: [StatementDemand]

    /// The terms of these versions, as contracts ask for them.
    init(version: Int64, tenant: TenantID, versions: [KnownVersion], demands: [StatementDemand] = []) {
        self.version = version
        self.versions = versions
        self.tenant = tenant
        self.demands = demands
        func promises<Term>(of term: Term, _ known: KnownVersion, about key: String) -> [PromiseOf<Term>] {
            guard let service = known.state.services[key] else { return [] }
            return PromiseOf.all(
                of: term, known, tenant: tenant, service: service, serviceKey: key,
                demands: demands.filter { $0.concerns(service, under: known) })
        }
        self.promises = versions.flatMap { known in
            known.document.commitments.flatMap { commitment in
                commitment.services.flatMap { promises(of: commitment, known, about: $0) }
            }
        }
        counting = Set(self.promises.filter(\.commitment.measure.readsCounts).map(\.service))
        self.objectives = versions.flatMap { known in
            known.document.objectives.flatMap { promises(of: $0, known, about: $0.service) }
        }
    }

    /// Nothing is agreed.
    static func none(_ tenant: TenantID) -> KnownTerms {
        KnownTerms(version: 0, tenant: tenant, versions: [])
    }

    /// The same with what contracts of some kinds make necessary now.
    func demanding(_ demands: [StatementDemand], of kinds: Set<StatementDemand.Kind>) -> KnownTerms {
        let others = self.demands.filter { !kinds.contains($0.kind) }
        return KnownTerms(version: version, tenant: tenant, versions: versions, demands: others + demands)
    }

    /// Seconds on each side of a window in which what happened to a service (nil for all) bears on any of its statements.
    func reachSeconds(of service: ServiceID?) -> Int64 {
        promises.lazy.filter { service == nil || $0.service == service }.map(\.commitment.measure.reachSeconds).max() ?? 0
    }

    /// What a statement's commitment counts; nil where the version is not known any more.
    func measure(of statement: StatementResource) -> AvailabilityMeasure.Kind? {
        versions.first {
            $0.state.agreement == statement.agreement && $0.state.version == statement.agreementVersion
        }?.document.commitments.first { $0.id == statement.commitment }?.measure.kind
    }

    /// The promise that work is about, and the window.
    func find<Term>(
        _ work: StatementWorkStore.Work, among promises: [PromiseOf<Term>]
    ) -> (promise: PromiseOf<Term>, window: Window)? {
        find(key(work), among: promises)
    }

    private func key(_ work: StatementWorkStore.Work) -> StatementKey {
        StatementKey(
            tenant: tenant, agreement: work.agreement, version: work.version, commitment: work.commitment,
            service: work.service, window: work.window, subscription: work.subscription)
    }

    /// The promise that a statement is about, and the window.
    func promise(_ key: StatementKey) -> (promise: Promise, window: Window)? { find(key, among: promises) }

    private func find<Term>(
        _ key: StatementKey, among promises: [PromiseOf<Term>]
    ) -> (promise: PromiseOf<Term>, window: Window)? {
        let candidates = promises.filter {
            $0.version.state.agreement == key.agreement && $0.version.state.version == key.version
                && $0.commitment.id == key.commitment && $0.service == key.service
        }
        // A contract's billing day may have changed since: what was judged by the old one still is.
        let anchored = (1...31).lazy.compactMap { candidates.first?.anchored(day: $0) }
        for promise in candidates + anchored {
            let window = promise.window(at: key.window.end.advanced(by: -1))
            if window.interval == key.window { return (promise, window) }
        }
        return candidates.lazy.compactMap { promise in promise.window(from: key.window).map { (promise, $0) } }.first
    }
}
