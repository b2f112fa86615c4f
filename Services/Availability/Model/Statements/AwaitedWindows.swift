import Contracts
import Terms

/// The windows whose ends are waited for, so that what they came to is kept: of promises of one kind.
struct AwaitedWindows<Term: Promised> {
    /// Windows of a promise that are waited for when a version is published, the latest ones: five years of months, or of days.
    private static var windowsMaximum: Int { 2_000 }

    /// The promises of that kind in a tenant's terms.
    let promises: KeyPath<KnownTerms, [PromiseOf<Term>]>

    /// Those of a version that was published or has another start: every window that it judges from its start (or from five
    /// years ago) to now, and the one after.
    func published(_ number: Int, of agreement: AgreementID, among terms: KnownTerms, now: Instant) -> [StatementKey] {
        terms[keyPath: promises].flatMap { promise -> [StatementKey] in
            guard promise.version.state.agreement == agreement, promise.version.state.version == number,
                let reach = promise.reach
            else { return [] }
            return promise.windows(
                in: promise.stretch(from: reach.start, to: now, kept: now), among: terms.versions, limit: Self.windowsMaximum
            )
            .map { promise.key($0) }
        }
    }

    /// Those that are waited for beside ``published(_:of:among:now:)`` because a contract of a customer has come or changed: what
    /// nobody needed before, and what is the customer's own.
    ///
    /// - Parameters:
    ///   - known: the terms before, whose windows are waited for already.
    ///   - terms: the terms as the contract makes them.
    func bound(
        _ customer: CustomerTerms, under agreement: AgreementID, _ known: KnownTerms, _ terms: KnownTerms, now: Instant
    ) -> [StatementKey] {
        terms[keyPath: promises].flatMap { promise -> [StatementKey] in
            guard promise.version.state.agreement == agreement, let reach = customer.reach(under: promise) else { return [] }
            let before = known[keyPath: promises].first { $0.isSame(as: promise) }
            // What is known to change later makes windows of its own then, which no earlier one would schedule.
            let last = min(customer.lastChange ?? now, now.advanced(by: Promise.historyDays * 86_400))
            return promise.windows(
                in: promise.stretch(from: reach.start, to: max(now, last), kept: now), within: reach, limit: Self.windowsMaximum
            ) { window in
                customer.judged(window, of: promise, among: terms.versions).filter {
                    $0.contract != nil || before?.judges(window, among: known.versions) != true
                }.map { promise.key($0.window, of: $0.contract?.id) }
            }
        }
    }

    /// Those about a service (nil for all) whose result is a customer's own because something touched it and not everybody,
    /// from its first second on; none where that does not bear on what is promised.
    func touched(
        _ customers: [CustomerTerms], about service: ServiceID?, from start: Instant, _ touch: Touch, among terms: KnownTerms,
        now: Instant
    ) -> [StatementKey] {
        let concerned = terms[keyPath: promises].filter { service == nil || $0.service == service }
        return customers.flatMap { customer in
            concerned.flatMap { promise -> [StatementKey] in
                guard let reach = customer.reach(under: promise),
                    let first = promise.commitment.span(of: touch, on: Interval(start, start))?.start
                else { return [] }
                return promise.windows(
                    in: promise.stretch(from: first, to: now, kept: now), within: reach, limit: Self.windowsMaximum
                ) { window in
                    customer.judged(window, of: promise, among: terms.versions).compactMap { judged in
                        judged.contract.map { promise.key(judged.window, of: $0.id) }
                    }
                }
            }
        }
    }

    /// Those that follow one that has ended: everybody's next, or those of a contract where they are its own too.
    func following(
        _ promise: PromiseOf<Term>, _ window: Window, _ owner: BoundContract?, _ terms: KnownTerms
    ) -> [StatementKey] {
        guard let owner else {
            let next = window.next(in: promise.version.document.zone)
            return promise.judges(next, among: terms.versions) ? [promise.key(next)] : []
        }
        let contract = owner.contract
        return terms[keyPath: promises].filter {
            $0.service == contract.service && $0.version.state.agreement == contract.agreement
        }
        .flatMap { promise in
            owner.terms.judged(promise.window(at: window.interval.end), of: promise, among: terms.versions).compactMap { judged in
                judged.contract.map { promise.key(judged.window, of: $0.id) }
            }
        }
    }
}

extension PromiseOf {
    /// From an instant (or from five years before `now`) to the end of the window after the one that holds `to` or begins
    /// then: the window that runs when somebody is bound may be another's, and then the next one is its first.
    fileprivate func stretch(from start: Instant, to end: Instant, kept now: Instant) -> Interval {
        let running = window(at: max(end, start))
        return Interval(
            max(start, now.advanced(by: -Self.historyDays * 86_400)), running.next(in: version.document.zone).interval.end)
    }
}
