import Contracts
import Terms

/// A promise of availability.
typealias Promise = PromiseOf<AvailabilityCommitment>
/// A promise about speed, delivery or quality.
typealias ObjectivePromise = PromiseOf<Objective>

/// One promise of one version about one service, and the windows over which it is judged.
struct PromiseOf<Commitment: Promised>: Sendable {
    let tenant: TenantID
    let version: KnownVersion
    let commitment: Commitment
    let service: ServiceID
    /// The service as the agreement calls it.
    let serviceKey: String
    /// How its windows run: as the commitment says; plan months from a billing day that contracts have.
    let windowKind: WindowKind
    /// When contracts that name this version run: they are judged by it whichever version is in force.
    let pinned: [Interval]
    /// When contracts with that billing day run; nil where windows do not depend on it.
    let anchored: [Interval]?

    /// Days before now from which windows are kept: five years.
    static var historyDays: Int64 { 1_827 }

    /// The promises that a commitment makes about a service: one; of plan months one for each billing day.
    static func all(
        of commitment: Commitment, _ version: KnownVersion, tenant: TenantID, service: ServiceID, serviceKey: String,
        demands: [StatementDemand]
    ) -> [Self] {
        func promise(_ kind: WindowKind, _ demands: [StatementDemand], isAnchored: Bool) -> Self {
            Self(
                tenant: tenant, version: version, commitment: commitment, service: service, serviceKey: serviceKey,
                windowKind: kind, pinned: demands.filter { $0.kind.version != nil }.map(\.span),
                anchored: isAnchored ? demands.map(\.span) : nil)
        }
        guard case .planMonth(nil) = commitment.window, !demands.isEmpty else {
            return [promise(commitment.window, demands, isAnchored: false)]
        }
        return Dictionary(grouping: demands, by: \.kind.anchorDay).sorted { $0.key < $1.key }.map { day, demands in
            promise(commitment.window.anchored(day: day), demands, isAnchored: true)
        }
    }

    /// The same by another billing day; nil where windows do not depend on it.
    func anchored(day: Int) -> Self? {
        guard case .planMonth(nil) = commitment.window else { return nil }
        return Self(
            tenant: tenant, version: version, commitment: commitment, service: service, serviceKey: serviceKey,
            windowKind: commitment.window.anchored(day: day), pinned: [], anchored: [])
    }

    /// The key of its statement for a window: everybody's, or one contract's own.
    func key(_ window: Window, of subscription: SubscriptionID? = nil) -> StatementKey {
        StatementKey(
            kind: Commitment.kind, tenant: tenant, agreement: version.state.agreement, version: version.state.version,
            commitment: commitment.id,
            service: service, window: window.interval, subscription: subscription)
    }

    /// Whether it is the same promise with the same windows.
    func isSame(as other: Self) -> Bool {
        version.state.agreement == other.version.state.agreement && version.state.version == other.version.state.version
            && commitment.id == other.commitment.id && service == other.service && windowKind == other.windowKind
    }

    /// Whether a window is judged by this version for everybody whom it binds: the version in force when the window began does;
    /// where none was, the first to come into force before it ended. Of a rolling window it is the last second that decides. A
    /// version whose rule is that running windows switch leaves them to the one in force at their end. Contracts that name a
    /// version are judged by it as long as they run.
    ///
    /// Where customers are on different versions, several judge the same window.
    func judges(_ window: Window, among versions: [KnownVersion]) -> Bool {
        let decisive = decisive(window)
        if let anchored, !anchored.contains(where: { $0.overlaps(decisive) }) { return false }
        return pinned.contains { $0.overlaps(decisive) } || isByForce(window, among: versions)
    }

    private func isByForce(_ window: Window, among versions: [KnownVersion]) -> Bool {
        guard let force = version.force else { return false }
        let others = versions.filter { $0.state.agreement == version.state.agreement }
        let instant = decisive(window).start
        let last = window.interval.end.advanced(by: -1)
        if force.contains(instant) { return !version.switchesRunningWindows || force.contains(last) }
        let present = others.filter { $0.force?.contains(instant) ?? false }
        guard present.isEmpty else {
            return force.contains(last) && force.start > instant && present.contains { $0.switchesRunningWindows }
        }
        let first = others.compactMap(\.force).filter { window.interval.contains($0.start) }.map(\.start).min()
        return first == force.start && window.interval.contains(force.start)
    }

    /// From the first to the last instant at which it may bind anybody; nil for none.
    var reach: Interval? {
        let bound = pinned + (version.force.map { [$0] } ?? [])
        guard let start = bound.map(\.start).min(), let end = bound.map(\.end).max() else { return nil }
        return Interval(start, end)
    }
}

extension Interval {
    /// Whether two stretches have an instant in common.
    func overlaps(_ other: Interval) -> Bool { start < other.end && other.start < end }
}
