/// A clause by which time does not count.
public struct ExclusionRule: Hashable, Sendable {
    /// Its name among the rules.
    public let id: String
    /// The clause.
    public let clause: String
    /// The ground that it allows.
    public let ground: Ground
    /// What it says, in a few words.
    public let title: String
    /// The services that it is for; empty for all.
    public let services: [String]
    /// Notice that the maintenance needs; nil when none is asked for.
    public let notice: TimeSpan?
    /// Whether the notice binds. Where it is an aim, lateness is reported and the time stays excluded.
    public let noticeStrength: Strength
    /// Budget a window; nil when there is none.
    public let cap: TimeSpan?
    /// What the budget is spent on.
    public let capCounts: AvailabilityRules.EmergencyCapCounts
    /// Hours in which the maintenance is usually done, in the agreement's time zone.
    public let usualHours: WeeklyHours.Span?
    /// Whether an approver must be shown evidence.
    public let needsEvidence: Bool

    init(_ reader: NodeReader, _ names: AgreementNames) {
        id = reader["id"].key()
        clause = names.clause(reader["clause"])
        ground = reader["ground"].choice()
        title = reader["title"].text()
        services = names.names(reader, "services", among: names.services, kind: "service")
        notice = reader.ifPresent("notice") { $0.timeSpan() }
        noticeStrength = reader.ifPresent("notice_strength") { $0.choice() } ?? .guarantee
        cap = reader.ifPresent("cap") { $0.timeSpan() }
        capCounts = reader.ifPresent("cap_counts") { $0.choice() } ?? .downtime
        usualHours =
            reader.ifPresent("usual_hours") { hours in
                let pair = hours.list(2...2) { $0.text(5...5) }
                guard pair.count == 2 else { return nil }
                let span = WeeklyHours.Span(opens: pair[0], closes: pair[1])
                if span == nil { hours.fail("must be two times such as [\"02:00\", \"05:00\"]") }
                return span
            } ?? nil
        needsEvidence = reader.ifPresent("evidence") { $0.bool() } ?? true
        check(reader)
        if usualHours != nil {
            names.leave(reader["usual_hours"], .softCondition, clause: clause, title: "Usual hours of \(title)")
        }
    }

    private func check(_ reader: NodeReader) {
        if notice != nil, ground != .scheduledMaintenance, ground != .emergencyMaintenance {
            reader["notice"].fail("is only for scheduled and emergency maintenance")
        }
        if ground == .emergencyMaintenance, notice != nil, noticeStrength == .guarantee {
            reader["notice"].fail("cannot bind for emergency maintenance; say notice_strength: target")
        }
        if cap != nil, ground != .emergencyMaintenance {
            reader["cap"].fail("is only for emergency maintenance")
        }
    }

    /// Whether it is for that service.
    func covers(_ service: String) -> Bool {
        services.isEmpty || services.contains(service)
    }
}
