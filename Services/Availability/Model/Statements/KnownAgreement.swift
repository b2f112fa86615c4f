import Contracts
import Terms

/// A published version of an agreement, ready to be judged by.
struct KnownVersion: Sendable {
    let state: AgreementVersionState
    let document: AgreementDocument
    /// Of a version that waits for notice: the earliest start in any customer's schedule.
    let firstStart: Instant?

    /// Reads a version's document.
    ///
    /// - Throws: when it is no agreement document; Agreements publishes none that is not.
    init(_ state: AgreementVersionState, firstStart: Instant? = nil) throws {
        self.state = state
        self.document = try AgreementDocument(state.document)
        self.firstStart = firstStart
    }

    /// Whether it holds for a customer only from when the customer's schedule says.
    var waitsForNotice: Bool { state.noticeRules?.isEmpty == false }

    /// When it is in force for anybody; nil while it waits for its first notice.
    var force: Interval? {
        guard let start = waitsForNotice ? firstStart : state.effectiveFrom else { return nil }
        return Interval(start, max(start, state.effectiveUntil ?? .latest))
    }

    /// Whether windows that run when another version comes into force are judged by that one.
    var switchesRunningWindows: Bool { document.changes.contains { $0.runningWindows == .switch } }
}

/// One promise of one version about one service, and the windows over which it is judged.
struct Promise: Sendable {
    let tenant: TenantID
    let version: KnownVersion
    let commitment: AvailabilityCommitment
    let service: ServiceID
    /// The service as the agreement calls it.
    let serviceKey: String

    /// Days before now from which windows are kept: five years.
    static let historyDays: Int64 = 1_827

    /// The key of its statement for a window.
    func key(_ window: Window) -> StatementKey {
        StatementKey(
            tenant: tenant, agreement: version.state.agreement, version: version.state.version, commitment: commitment.id,
            service: service, window: window.interval)
    }

    /// The window that is being judged at an instant: the calendar one that holds it; the rolling one that ends with the local
    /// day that holds it.
    func window(at instant: Instant) -> Window {
        let zone = version.document.zone
        guard commitment.window.rollingDays != nil else {
            return Window.containing(instant, kind: commitment.window, zone: zone)
        }
        let day = zone.startOfDay(zone.date(at: instant).adding(days: 1))
        return Window.ending(at: day, kind: commitment.window, zone: zone)
    }

    /// The instant that decides which version judges a window: its start; of a rolling window the start of its last day.
    func deciding(_ window: Window) -> Instant {
        guard commitment.window.rollingDays != nil else { return window.interval.start }
        return window.interval.end.advanced(by: -1)
    }

    /// Whether this version judges a window for anybody: the version in force when the window began does; where none was, the
    /// first to come into force before it ended. Of a rolling window it is the last day that decides. A version whose rule is
    /// that running windows switch leaves them to the one in force at their end.
    ///
    /// Where customers are on different versions, several judge the same window.
    func judges(_ window: Window, among versions: [KnownVersion]) -> Bool {
        guard let force = version.force else { return false }
        let others = versions.filter { $0.state.agreement == version.state.agreement }
        let instant = deciding(window)
        let last = window.interval.end.advanced(by: -1)
        if force.contains(instant) { return !version.switchesRunningWindows || force.contains(last) }
        let present = others.filter { $0.force?.contains(instant) ?? false }
        guard present.isEmpty else {
            return force.contains(last) && force.start > instant && present.contains { $0.switchesRunningWindows }
        }
        let first = others.compactMap(\.force).filter { window.interval.contains($0.start) }.map(\.start).min()
        return first == force.start && window.interval.contains(force.start)
    }

    /// Whether this version judges a window for a customer with these schedules.
    func judges(_ window: Window, among versions: [KnownVersion], schedules: [Int: Instant?]) -> Bool {
        let others = versions.filter { $0.state.agreement == version.state.agreement }
            .sorted { $0.state.effectiveFrom < $1.state.effectiveFrom }
        let succession = VersionSuccession(
            others.map { known in
                let start = known.waitsForNotice ? schedules[known.state.version] ?? nil : known.state.effectiveFrom
                return VersionSuccession.Entry(version: known.state.version, start: start)
            })
        let judge = succession.judge(of: window.interval, deciding: deciding(window)) { number in
            others.first { $0.state.version == number }?.switchesRunningWindows ?? false
        }
        return judge == version.state.version
    }

    /// The windows that overlap a stretch of time and that this version judges, in order; at most `limit`.
    func windows(in stretch: Interval, among versions: [KnownVersion], limit: Int) -> [Window] {
        guard let force = version.force else { return [] }
        let start = max(stretch.start, force.start)
        guard start < stretch.end else { return [] }
        let zone = version.document.zone
        var windows: [Window] = []
        // The window that holds the version's first instant may have begun before it.
        var window = self.window(at: start)
        while windows.count < limit, isBefore(window, stretch.end) {
            if judges(window, among: versions) { windows.append(window) }
            if window.interval.start >= force.end { break }
            window = window.next(in: zone)
        }
        return windows
    }

    private func isBefore(_ window: Window, _ end: Instant) -> Bool {
        // Rolling windows all reach far back: what counts is the day that they end with.
        guard commitment.window.rollingDays != nil else { return window.interval.start < end }
        return window.interval.end.advanced(by: -86_400) < end
    }
}

/// A tenant's agreements, at one version of the whole. A value, like ``Definitions``.
struct KnownTerms: Sendable {
    /// Grows with every change of an agreement or subscription of the tenant.
    let version: Int64
    let versions: [KnownVersion]
    /// Every promise of every version.
    let promises: [Promise]

    /// The terms of these versions.
    init(version: Int64, tenant: TenantID, versions: [KnownVersion]) {
        self.version = version
        self.versions = versions
        self.promises = versions.flatMap { known in
            known.document.commitments.flatMap { commitment in
                commitment.services.compactMap { key -> Promise? in
                    guard let service = known.state.services[key] else { return nil }
                    return Promise(tenant: tenant, version: known, commitment: commitment, service: service, serviceKey: key)
                }
            }
        }
    }

    /// Nothing is agreed.
    static func none(_ tenant: TenantID) -> KnownTerms {
        KnownTerms(version: 0, tenant: tenant, versions: [])
    }
}
