import Contracts
import Terms

/// How one customer stands to the versions of an agreement.
struct Standing: Sendable {
    let customer: CustomerID
    /// By version.
    let schedules: [Int: VersionSchedule]
    /// Subscriptions of the customer under the agreement.
    let subscriptions: [SubscriptionState]
    private let succession: VersionSuccession

    /// How a customer stands to the published versions.
    init(
        _ customer: CustomerID, _ versions: [AgreementVersion], _ schedules: [VersionSchedule],
        _ subscriptions: [SubscriptionState]
    ) {
        self.customer = customer
        self.schedules = Dictionary(schedules.map { ($0.version, $0) }) { first, _ in first }
        self.subscriptions = subscriptions
        succession = VersionSuccession(versions, schedules: self.schedules.mapValues(\.effectiveFrom))
    }

    /// The versions in force for the customer at an instant: those that its subscriptions name, and for all else the one that
    /// has come last.
    func inForce(at instant: Instant) -> Set<Int> {
        let running = subscriptions.filter { $0.from <= instant && instant < ($0.until ?? .latest) }
        var versions = Set(running.compactMap(\.agreementVersion))
        if running.isEmpty || running.contains(where: { $0.agreementVersion == nil }) {
            succession.version(at: instant).map { _ = versions.insert($0) }
        }
        return versions
    }

    /// What a version is to the customer at an instant; nil for a draft.
    func resource(of version: AgreementVersion, at instant: Instant) -> StandingResource? {
        guard let publication = version.publication else { return nil }
        if subscriptions.contains(where: {
            $0.agreementVersion == version.version && $0.from <= instant && instant < ($0.until ?? .latest)
        }) {
            let named = subscriptions.first { $0.agreementVersion == version.version }
            return StandingResource(
                customer: customer, state: .effective, effectiveFrom: named?.from, effectiveUntil: named?.until, basis: .pinned,
                notice: nil, provedAt: nil, missing: [])
        }
        let schedule = schedules[version.version]
        let force = succession.force(of: version.version)
        let state = state(of: version, publication, force, at: instant)
        return StandingResource(
            customer: customer, state: state, effectiveFrom: force?.start,
            effectiveUntil: force.flatMap { $0.end == .latest ? nil : $0.end }, basis: schedule?.basis,
            notice: schedule?.proof?.notice, provedAt: schedule?.proof?.givenAt,
            missing: state == .awaitingNotice ? missing(publication, schedule) : [])
    }

    private func state(
        of version: AgreementVersion, _ publication: AgreementVersion.Publication, _ force: Interval?, at instant: Instant
    ) -> StandingResource.State {
        if let force {
            if instant < force.start { return .scheduled }
            return instant < force.end ? .effective : .superseded
        }
        let isOvertaken = succession.version(at: instant).map { present in
            succession.entries.drop { $0.version != version.version }.dropFirst().contains { $0.version == present }
        }
        let isWaiting = !publication.noticeRules.isEmpty && schedules[version.version]?.effectiveFrom == nil
        return isWaiting && isOvertaken != true ? .awaitingNotice : .skipped
    }

    private func missing(_ publication: AgreementVersion.Publication, _ schedule: VersionSchedule?) -> [String] {
        guard let schedule else { return ["the customer has no subscription under this agreement"] }
        guard let rule = publication.noticeRules.first(where: { $0.replaces == schedule.replaces }) else { return [] }
        let way = rule.channels.isEmpty ? "" : " by \(rule.channels.joined(separator: " or "))"
        return [
            "proof of notice to the customer, given\(way) at or after \(publication.publishedAt); by \(rule.clause) the version "
                + "comes into force \(rule.days) days later"
        ]
    }
}
