import Contracts
import Terms

/// What binds one customer: its contracts, and from when versions that wait for notice hold for it.
struct CustomerTerms: Sendable {
    /// Its contracts, in the order of their starts.
    let contracts: [KnownSubscription]
    /// From when versions that wait for notice hold for it, by agreement and version; nil starts have no proof.
    let schedules: [AgreementID: [Int: Instant?]]
    /// The outages that touched it and not everybody.
    let outages: [CustomerOutage]
    /// What was approved not to count for it and not for everybody.
    let exclusions: [CustomerExclusion]

    /// A window over which a promise is judged for the customer.
    struct Judged: Sendable {
        let window: Window
        /// The contract whose own statement it is; nil where the statement is everybody's whom the version binds.
        let contract: KnownSubscription?
    }

    /// What binds a customer with these contracts.
    init(
        contracts: [KnownSubscription] = [], schedules: [AgreementID: [Int: Instant?]] = [:], outages: [CustomerOutage] = [],
        exclusions: [CustomerExclusion] = []
    ) {
        self.contracts = contracts.sorted { ($0.period.start, $0.id) < ($1.period.start, $1.id) }
        self.schedules = schedules
        self.outages = outages
        self.exclusions = exclusions
    }

    /// The contracts that a promise is about, in order.
    func contracts(under promise: PromiseOf<some Promised>) -> [KnownSubscription] {
        contracts.filter { $0.service == promise.service && $0.agreement == promise.version.state.agreement }
    }

    /// When what is known of the customer changes for the last time: a fact about a contract, or which contract runs; nil for
    /// never.
    var lastChange: Instant? {
        let turns = contracts.flatMap { [$0.period.start, $0.period.end] }.filter { $0 < .latest }
        return (contracts.compactMap(\.lastChange) + turns).max()
    }

    /// From the first to the last instant at which a promise may be one for the customer; nil for none.
    func reach(under promise: PromiseOf<some Promised>) -> Interval? {
        let contracts = contracts(under: promise)
        guard let start = contracts.first?.period.start, let end = contracts.map(\.period.end).max() else { return nil }
        return Interval(start, end)
    }

    /// How a promise is judged for the customer over a window: not at all where another version binds it, or the promise is not
    /// for such customers; over all of it; or over the parts in which it was one for the contract, where the plan or something
    /// else that it depends on changed within the window: each instant is judged by what was so then. Of a rolling window the
    /// last second decides.
    ///
    /// The version is the one that the contract names, or the one in force for the customer when the window began; where no
    /// contract ran then, when the first one did.
    func judged(_ window: Window, of promise: PromiseOf<some Promised>, among versions: [KnownVersion]) -> [Judged] {
        let decisive = promise.decisive(window)
        let running = contracts(under: promise).filter { $0.period.overlaps(decisive) }
        guard let first = running.first else { return [] }
        let bound = max(decisive.start, first.period.start)
        let isSplit = !promise.isRolling && running.contains { promise.separates($0, from: first) }
        return (isSplit ? running : [first]).flatMap { contract -> [Judged] in
            guard judge(contract, of: window, promise, from: bound, among: versions) else { return [] }
            let whole = isSplit ? contract.period.intersection(window.interval) : decisive
            return contract.time(of: promise, in: whole).map { part in
                guard part == decisive else { return Judged(window: window.part(part), contract: contract) }
                let isOwn =
                    !promise.judges(window, among: versions) || contract.differs(promise, over: window)
                    || outages.touch(promise, over: window) || exclusions.touch(promise, over: window)
                return Judged(window: window, contract: isOwn ? contract : nil)
            }
        }
    }

    private func judge(
        _ contract: KnownSubscription, of window: Window, _ promise: PromiseOf<some Promised>, from bound: Instant,
        among versions: [KnownVersion]
    ) -> Bool {
        let number = promise.version.state.version
        if let named = contract.version { return named == number }
        let schedules = schedules[promise.version.state.agreement] ?? [:]
        let others = versions.filter { $0.state.agreement == promise.version.state.agreement }
            .sorted { $0.state.effectiveFrom < $1.state.effectiveFrom }
        let succession = VersionSuccession(
            others.map { known in
                let start = known.waitsForNotice ? schedules[known.state.version] ?? nil : known.state.effectiveFrom
                return VersionSuccession.Entry(version: known.state.version, start: start)
            })
        return number
            == succession.judge(of: window.interval, deciding: bound) { number in
                others.first { $0.state.version == number }?.switchesRunningWindows ?? false
            }
    }
}

extension PromiseOf {
    /// Whether a window in which one contract followed the other is judged part by part: the promise depends on the plan, or
    /// their windows begin on other days.
    fileprivate func separates(_ one: KnownSubscription, from other: KnownSubscription) -> Bool {
        let dependsOnPlan = commitment.dependsOnPlan
        let dependsOnDay = commitment.window != windowKind
        return dependsOnPlan && one.plan != other.plan || dependsOnDay && one.anchorDay != other.anchorDay
    }
}
