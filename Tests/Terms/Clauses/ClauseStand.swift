import Testing

@testable import Terms

/// An agreement of the demo, with what is needed to have its clauses executed.
struct ClauseStand {
    let document: AgreementDocument

    init(_ name: String, edit: (old: String, new: String)? = nil) throws {
        document = try Demo.document(name, edit: edit)
    }

    func commitment(_ id: String) throws -> AvailabilityCommitment {
        try #require(document.commitment(id), "no commitment \(id)")
    }

    func exclusion(_ id: String) throws -> ExclusionRule {
        try #require(document.exclusions.first { $0.id == id }, "no exclusion \(id)")
    }

    func objective(_ id: String) throws -> Objective {
        try #require(document.objectives.first { $0.id == id }, "no objective \(id)")
    }

    func tier(_ key: String) throws -> SupportTier {
        try #require(document.supportTier(key), "no tier \(key)")
    }

    func incident(_ key: String) throws -> IncidentPriority {
        try #require(document.incidents.first { $0.key == key }, "no incident \(key)")
    }

    func remedy(_ id: String) throws -> Remedy {
        try #require(document.remedy(id), "no remedy \(id)")
    }

    func calendar(_ key: String) throws -> ServiceCalendar {
        try #require(document.calendars[key], "no calendar \(key)")
    }

    /// The statement of a commitment for the closed window that holds an instant. Components that are not named are up.
    func statement(
        _ commitment: String, at instant: String, down: [String: [Interval]] = [:], unknown: [String: [Interval]] = [:],
        exclusions: [ApprovedExclusion] = [], maintenance: [Maintenance] = [], part: Interval? = nil
    ) throws -> Statement {
        let commitment = try self.commitment(commitment)
        let service = try #require(document.services.first { $0.key == commitment.services[0] })
        let tree = service.tree ?? .component("all")
        var window = Window.containing(try at(instant), kind: commitment.window, zone: document.zone)
        if let part { window = Window(kind: window.kind, interval: part, label: window.label) }
        var components: [String: Condition] = [:]
        for key in Set(tree.components).union(down.keys).union(unknown.keys) {
            components[key] = Condition(
                down: IntervalSet(down[key] ?? []), unknown: IntervalSet(unknown[key] ?? []))
        }
        return StatementEvaluation.evaluate(
            commitment: commitment, document: document, service: service.key, tree: tree, window: window,
            facts: StatementFacts(components: components, exclusions: exclusions, maintenance: maintenance),
            asOf: window.interval.end)
    }

    /// The clock of a ticket that was opened, by its tier.
    func clock(
        _ measure: SupportTarget.Measure, _ tier: String, _ priority: String, opened: String, now: String,
        then events: [TicketEvent] = []
    ) throws -> TicketClock? {
        let opening = TicketEvent(.created, at: try at(opened), priority: priority)
        return document.clock(measure, of: try self.tier(tier), [opening] + events, at: try at(now))
    }

    /// What measurements of a month come to.
    func judge(
        _ id: String, _ readings: [ObjectiveSample.Reading], unit: String? = nil, parts: [String?] = [nil],
        attributes: [String: String] = [:]
    ) throws -> ObjectiveResult {
        let objective = try self.objective(id)
        let window = Window.containing(try at("2026-04-10T00:00:00Z"), kind: objective.window, zone: document.zone)
        let samples = readings.enumerated().map { index, reading in
            let start = window.interval.start.advanced(by: Int64(index) * 3600)
            return ObjectiveSample(
                interval: Interval(start, start.advanced(by: 3600)), part: parts[index % parts.count], unit: unit,
                reading: reading)
        }
        return ObjectiveEvaluation.evaluate(
            objective, document: document, window: window,
            facts: ObjectiveFacts(samples: samples, attributes: attributes), asOf: window.interval.end)
    }
}

/// So many seconds from an instant on.
func stretch(_ start: String, _ seconds: Int64) throws -> Interval {
    let start = try at(start)
    return Interval(start, start.advanced(by: seconds))
}
