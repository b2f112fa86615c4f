import Contracts
import Terms

/// A published version of an agreement, ready to be judged by.
struct KnownVersion: Sendable {
    let state: AgreementVersionState
    let document: AgreementDocument

    /// Reads a version's document.
    ///
    /// - Throws: when it is no agreement document; Agreements publishes none that is not.
    init(_ state: AgreementVersionState) throws {
        self.state = state
        self.document = try AgreementDocument(state.document)
    }

    /// When it is in force.
    var force: Interval { Interval(state.effectiveFrom, state.effectiveUntil ?? .latest) }
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
        guard case .rolling = commitment.window else {
            return Window.containing(instant, kind: commitment.window, zone: zone)
        }
        let day = zone.startOfDay(zone.date(at: instant).adding(days: 1))
        return Window.containing(day, kind: commitment.window, zone: zone)
    }

    /// Whether this version judges a window: the version in force when the window began does; where none was, the first to come
    /// into force before it ended. Of a rolling window it is the last day that decides.
    func judges(_ window: Window, among versions: [KnownVersion]) -> Bool {
        let instant: Instant
        if case .rolling = commitment.window {
            instant = window.interval.end.advanced(by: -1)
        } else {
            instant = window.interval.start
        }
        if version.force.contains(instant) { return true }
        let others = versions.filter { $0.state.agreement == version.state.agreement }
        guard !others.contains(where: { $0.force.contains(instant) }) else { return false }
        let first = others.filter { window.interval.contains($0.state.effectiveFrom) }
            .min { $0.state.effectiveFrom < $1.state.effectiveFrom }
        return first?.state.version == version.state.version
    }

    /// The windows that overlap a stretch of time and that this version judges, in order; at most `limit`.
    func windows(in stretch: Interval, among versions: [KnownVersion], limit: Int) -> [Window] {
        let start = max(stretch.start, version.state.effectiveFrom)
        guard start < stretch.end else { return [] }
        let zone = version.document.zone
        var windows: [Window] = []
        // The window that holds the version's first instant may have begun before it.
        var window = self.window(at: start)
        while windows.count < limit, isBefore(window, stretch.end) {
            if judges(window, among: versions) { windows.append(window) }
            if let until = version.state.effectiveUntil, window.interval.start >= until { break }
            window = window.next(in: zone)
        }
        return windows
    }

    private func isBefore(_ window: Window, _ end: Instant) -> Bool {
        // Rolling windows all reach far back: what counts is the day that they end with.
        guard case .rolling = commitment.window else { return window.interval.start < end }
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
