import Contracts
import Terms

/// What publishing a version means for each customer of the agreement.
///
/// A customer's terms may only become worse after the notice that its present terms promise. So the version is compared with
/// what each customer is on; where nothing becomes smaller it holds from the instant that was asked for, elsewhere it waits for
/// proof of notice. An edition waits whole: it is one text, and nobody has agreed to half of it. Who wants the improvements
/// at once publishes them first, as a version of their own.
struct PublicationPlan: Sendable {
    /// A customer and the starts of the versions that have a schedule for it.
    struct Party: Sendable {
        let customer: CustomerID
        /// By version; a nil start waits for proof.
        let schedules: [Int: Instant?]
    }

    /// Why the version waits; empty when it holds for everybody.
    let rules: [NoticeRule]
    /// Every customer's schedule; none when the version holds for everybody.
    let schedules: [VersionSchedule]

    /// The versions that a customer is or may be on when the new one comes: the one in force then, and those that still wait.
    static func replaced(_ party: Party, by effectiveFrom: Instant, _ versions: [AgreementVersion], now: Instant) -> [Int] {
        let succession = VersionSuccession(versions, schedules: party.schedules)
        let instant = max(now, effectiveFrom)
        let present = succession.version(at: instant)
        let position = succession.entries.firstIndex { $0.version == present } ?? -1
        let waiting = succession.entries[(position + 1)...].filter { entry in
            party.schedules.keys.contains(entry.version) && entry.start.map { $0 > instant } ?? true
        }
        return (present.map { [$0] } ?? []) + waiting.map(\.version)
    }

    /// The plan.
    ///
    /// - Parameters:
    ///   - version: the version that is published, and from when.
    ///   - replaced: what each customer is on; see ``replaced(_:by:_:now:)``.
    ///   - rule: the rule of notice by which the new version may replace another; nil where none holds it up.
    init(
        _ version: AgreementVersion, from effectiveFrom: Instant, replacing replaced: [(customer: CustomerID, versions: [Int])],
        now: Instant, rule: (Int) throws -> NoticeRule?
    ) rethrows {
        var rules: [Int: NoticeRule?] = [:]
        var schedules: [VersionSchedule] = []
        for (customer, versions) in replaced {
            for version in versions where !rules.keys.contains(version) { rules[version] = .some(try rule(version)) }
            let due = versions.compactMap { rules[$0] ?? nil }.max { $0.days < $1.days }
            schedules.append(
                VersionSchedule(
                    agreement: version.agreement, version: version.version, customer: customer,
                    basis: due == nil ? .noReduction : .notice, replaces: due?.replaces ?? versions.first,
                    effectiveFrom: due == nil ? effectiveFrom : nil, createdAt: now, updatedAt: now))
        }
        self.rules = rules.values.compactMap(\.self).sorted { $0.replaces < $1.replaces }
        self.schedules = self.rules.isEmpty ? [] : schedules
    }
}

extension NoticeRule {
    /// The rule by which `next` may replace a version; nil when it makes nothing smaller, or the version asks for no notice.
    init?(replacing version: Int, _ document: AgreementDocument, with next: AgreementDocument) {
        guard let duty = ChangeDuty(document, of: .reduction), duty.isInAdvance else { return nil }
        let reductions = AgreementDiff.changes(from: document, to: next).filter(\.isReduction)
        guard !reductions.isEmpty else { return nil }
        self.init(
            replaces: version, clause: duty.clause, days: duty.days, channels: duty.channels, timeZone: document.zone.name,
            reductions: reductions.prefix(Bounds.reductions).map(Reduction.init))
    }
}

extension NoticeRule.Reduction {
    /// A change that makes something smaller, or may.
    init(_ change: AgreementChange) {
        self.init(
            clauses: change.clauses,
            detail: "\(change.title): from \(change.before ?? "nothing") to \(change.after ?? "nothing"). \(change.why)")
    }
}

extension VersionSuccession {
    /// The published versions as one customer has them.
    init(_ versions: [AgreementVersion], schedules: [Int: Instant?]) {
        let published = versions.filter { $0.publication != nil }
            .sorted { ($0.publication?.effectiveFrom ?? .latest) < ($1.publication?.effectiveFrom ?? .latest) }
        self.init(
            published.map { version in
                let waits = version.publication?.noticeRules.isEmpty == false
                return Entry(
                    version: version.version,
                    start: waits ? schedules[version.version] ?? nil : version.publication?.effectiveFrom)
            })
    }
}
