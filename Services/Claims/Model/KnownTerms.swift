import Contracts
import Terms

/// The published versions of one agreement, read.
struct KnownTerms: Sendable {
    /// A version and its document.
    struct Version: Sendable {
        let state: AgreementVersionState
        let document: AgreementDocument
    }

    /// The versions in the order in which they follow each other.
    let versions: [Version]
    /// From when versions that wait for notice hold, by customer and version.
    private let schedules: [CustomerID: [Int: Instant?]]

    /// Reads the versions' documents.
    ///
    /// - Throws: when one is no agreement document; Agreements publishes none that is not.
    init(_ states: [AgreementVersionState], schedules: [(CustomerID, Int, Instant?)]) throws {
        versions = try states.map { Version(state: $0, document: try AgreementDocument($0.document)) }
            .sorted { ($0.state.effectiveFrom, $0.state.version) < ($1.state.effectiveFrom, $1.state.version) }
        var found: [CustomerID: [Int: Instant?]] = [:]
        for (customer, version, from) in schedules { found[customer, default: [:]][version] = from }
        self.schedules = found
    }

    /// The version of that number.
    func version(_ number: Int) -> Version? { versions.first { $0.state.version == number } }

    /// The version that judges a window for a customer: the one that its subscription names, or the one that was in force for it
    /// when the window began, or its subscription in it; where none was, the first to come into force before the window ended.
    func judge(of window: Interval, isRolling: Bool, for subscription: SubscriptionState) -> Version? {
        judge(
            of: window, isRolling: isRolling, for: subscription.customer, pinned: subscription.agreementVersion,
            since: subscription.from)
    }

    /// The same for a customer of which no subscription is known.
    func judge(
        of window: Interval, isRolling: Bool, for customer: CustomerID, pinned: Int? = nil, since start: Instant? = nil
    ) -> Version? {
        if let pinned { return version(pinned) }
        let own = schedules[customer] ?? [:]
        let succession = VersionSuccession(
            versions.map { version in
                let waits = version.state.noticeRules?.isEmpty == false
                let start = waits ? own[version.state.version] ?? nil : version.state.effectiveFrom
                return VersionSuccession.Entry(version: version.state.version, start: start)
            })
        let deciding = isRolling ? window.end.advanced(by: -1) : max(window.start, start ?? window.start)
        let number = succession.judge(of: window, deciding: deciding) { number in
            version(number)?.document.changes.contains { $0.runningWindows == .switch } ?? false
        }
        return number.flatMap(version)
    }
}

extension AvailabilityCommitment {
    /// The window of this commitment that holds an instant: the calendar one; the rolling one that ends with the local day.
    func judgedWindow(at instant: Instant, zone: Zone, billingDay: Int) -> Window {
        let kind = window.anchored(day: billingDay)
        guard kind.rollingDays != nil else { return Window.containing(instant, kind: kind, zone: zone) }
        return Window.ending(at: zone.startOfDay(zone.date(at: instant).adding(days: 1)), kind: kind, zone: zone)
    }
}
