/// The time that one exclusion, or one maintenance, takes out of a window: what no earlier one has taken.
public struct ExcludedTime: Hashable, Sendable, Codable {
    /// Why it does not count.
    public let ground: Ground
    /// The id of the exclusion or maintenance.
    public let source: String
    /// The clause that it rests on, where that is known.
    public let clause: String?
    /// When.
    public let time: IntervalSet
}

/// Somebody's wish to take an interval out of a window.
struct ExclusionClaim {
    let ground: Ground
    /// The id of the exclusion or maintenance.
    let source: String
    let clause: String?
    let interval: Interval

    /// Downtime that an earlier credit has used up, under the clause of the window that consumes it.
    static func consumed(_ time: IntervalSet, clause: String) -> [ExclusionClaim] {
        time.intervals.map { ExclusionClaim(ground: .other, source: "credited", clause: clause, interval: $0) }
    }

    /// The order of claiming: by ground, then by time.
    func precedes(_ other: ExclusionClaim) -> Bool {
        if ground != other.ground { return ground < other.ground }
        if interval.start != other.interval.start { return interval.start < other.interval.start }
        return (interval.end, source) < (other.interval.end, other.source)
    }
}

extension ExcludedTime {
    /// Divides excluded time among those who claim it, so that each second belongs to exactly one.
    ///
    /// Grounds claim in their order, and within a ground whoever starts first. Emergency maintenance comes last, in order
    /// of time, until its budget is used up. The parts come back in the order of claiming.
    static func divide(
        _ claims: [ExclusionClaim], window: Interval, down: IntervalSet, rules: AvailabilityRules
    ) -> [ExcludedTime] {
        let claims = claims.sorted { $0.precedes($1) }
        var parts: [ExcludedTime] = []
        parts.reserveCapacity(claims.count)
        var earlierGrounds = IntervalSet.empty
        var budget = rules.emergencyCapSeconds ?? .max
        var index = 0
        while index < claims.count {
            let ground = claims[index].ground
            var ofGround = IntervalSetBuilder()
            var claimedUntil = window.start
            while index < claims.count, claims[index].ground == ground {
                let claim = claims[index]
                let left = Interval(max(claim.interval.start, claimedUntil), min(claim.interval.end, window.end))
                claimedUntil = max(claimedUntil, left.end)
                var time = IntervalSet(left).subtracting(earlierGrounds.clipped(to: left))
                if ground == .emergencyMaintenance {
                    if rules.emergencyCapCounts == .downtime { time = time.intersection(down.clipped(to: left)) }
                    time = time.prefix(seconds: budget)
                    budget -= time.seconds
                }
                for part in time.intervals { ofGround.append(part.start, part.end) }
                parts.append(ExcludedTime(ground: ground, source: claim.source, clause: claim.clause, time: time))
                index += 1
            }
            earlierGrounds = earlierGrounds.union(ofGround.finish())
        }
        return parts
    }
}

extension Maintenance {
    /// Whether it may exclude time at all: emergencies may, planned work when notice was given in time.
    func qualifies(under rules: AvailabilityRules) -> Bool {
        refusal(under: rules) == nil
    }

    /// Why it may exclude no time; nil when it may. Where no notice binds, an announcement before the start will do.
    func refusal(under rules: AvailabilityRules) -> Qualification.Reason? {
        guard kind == .scheduled else { return nil }
        guard announcedAt != nil else { return .notAnnounced }
        guard let notice = noticeSeconds(isOwed: rules.scheduledNoticeSeconds > 0) else { return .notProved }
        return notice >= rules.scheduledNoticeSeconds ? nil : .shortNotice
    }
}

extension Maintenance.Kind {
    /// The ground that maintenance of this kind is excluded on.
    public var ground: Ground {
        switch self {
        case .scheduled: .scheduledMaintenance
        case .emergency: .emergencyMaintenance
        }
    }
}
