/// A clause by which time does not count, and on what conditions.
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
    /// The parts of services that it is for; empty for all. It then excludes only what these parts alone bring down.
    public let parts: [String]
    /// What else must be so for it to apply: an operator, a stage, the state of an account; nil for nothing else.
    public let scope: AttributeMatch?
    /// Notice that the maintenance needs; nil when none is asked for.
    public let noticeRule: Notice?
    /// Budget a window; nil when there is none.
    public let cap: TimeSpan?
    /// What the budget is spent on.
    public let capCounts: AvailabilityRules.EmergencyCapCounts
    /// When the maintenance is to be done; nil where nothing is said.
    public let hours: HoursRule?
    /// Whether an approver must be shown evidence.
    public let needsEvidence: Bool
    /// Who must say yes, where the document says it; what an open list allows always needs it.
    public let approval: Approval?

    /// Notice that the maintenance needs, whether or not it binds.
    public var notice: TimeSpan? { noticeRule?.least }
    /// Whether the notice binds. Where it is an aim, lateness is reported and the time stays excluded.
    public var noticeStrength: Strength { noticeRule?.strength ?? .guarantee }

    init(_ reader: NodeReader, _ names: AgreementNames) {
        id = reader["id"].key()
        let clause = names.clause(reader["clause"])
        self.clause = clause
        ground = reader["ground"].choice()
        title = reader["title"].text()
        services = names.names(reader, "services", among: names.services, kind: "service")
        parts = names.names(reader, "parts", among: names.parts, kind: "part of a service")
        scope = names.scope(reader)
        let strength: Strength? = reader.ifPresent("notice_strength") { $0.choice() }
        noticeRule = reader.ifPresent("notice") { Notice($0, names, clause, strength: strength) }
        cap = reader.ifPresent("cap") { $0.timeSpan() }
        capCounts = reader.ifPresent("cap_counts") { $0.choice() } ?? .downtime
        let usual = reader.ifPresent("usual_hours") { $0.timesOfDay("[\"02:00\", \"05:00\"]") }
        hours =
            reader.ifPresent("hours") { $0.object { HoursRule($0, names, clause) } }
            ?? usual.map { HoursRule(usual: $0, clause: clause) }
        needsEvidence = reader.ifPresent("evidence") { $0.bool() } ?? true
        approval = reader.ifPresent("approval") { $0.object { Approval($0, names, clause) } }
        check(reader)
        leaveWhatBindsNobody(reader, names)
    }

    private func check(_ reader: NodeReader) {
        guard case .string(ground.rawValue) = reader.node?["ground"]?.value else { return }
        let isMaintenance = ground == .scheduledMaintenance || ground == .emergencyMaintenance
        if notice != nil, !isMaintenance {
            reader["notice"].fail("is only for scheduled and emergency maintenance")
        }
        if ground == .emergencyMaintenance, notice != nil, noticeStrength == .guarantee {
            reader["notice"].fail("cannot bind for emergency maintenance; say notice_strength: target")
        }
        if cap != nil, ground != .emergencyMaintenance {
            reader["cap"].fail("is only for emergency maintenance")
        }
        if reader.has("hours"), !isMaintenance {
            reader["hours"].fail("is only for scheduled and emergency maintenance")
        }
        if reader.has("hours"), reader.has("usual_hours") {
            reader["usual_hours"].fail("says what hours says already")
        }
        if ground == .other, approval?.isRequired == false {
            reader["approval"].fail("must be required: an open list names no ground to go by")
        }
    }

    private func leaveWhatBindsNobody(_ reader: NodeReader, _ names: AgreementNames) {
        guard let hours, hours.strength == .target else { return }
        let path = reader[reader.has("hours") ? "hours" : "usual_hours"]
        names.leave(path, .softCondition, clause: hours.clause, title: "Usual hours of \(title)")
    }

    /// Whether it is for that service.
    func covers(_ service: String) -> Bool {
        services.isEmpty || services.contains(service)
    }

    /// Whether it is for an exclusion of these parts of a service. One that is for some parts is not for the whole.
    func covers(parts affected: [String]) -> Bool {
        parts.isEmpty || !affected.isEmpty && affected.allSatisfy(parts.contains)
    }
}
