import Testing

@testable import Terms

/// An agreement, a window and facts from a seed: what evaluation is tried with.
struct RandomCase {
    static let seconds: Int64 = 7200
    private static let measures = [
        "{kind: time}", "{kind: slices, length: PT5M, down_error_rate: \"20\", minimum_requests: 5}",
        "{kind: slices, length: PT1M, down_below_requests: 10}", "{kind: outages, minimum: PT3M}",
        "{kind: outages, minimum: PT5M, merge_gap: PT1M, gaps_count: true}", "{kind: tickets, counts: outage_time}",
        "{kind: tickets, counts: ticket_time}", "{kind: executions}", "{kind: mean_of_slices, length: PT10M, idle: skipped}",
        "{kind: mean_of_slices, length: PT1H, idle: up}", "{kind: resource_time}", "{kind: affected_users, overlap: sum}",
        "{kind: affected_users, overlap: highest}",
    ]
    private static let schedules = [
        "tiers: [{below: \"99\", percent: \"10\"}, {below: \"90\", percent: \"60\"}]", "flat: {service_days: 2}",
        "proportional: {every: \"1\", percent: \"10\", measured_from: downtime, counting: pro_rata}",
        "downtime: {every: PT1M, counting: started, per: outage, percent: \"3\"}", "multiplied: {times: 25}",
        "downtime: {every: PT7M, counting: complete, amount_minor: 12345, currency: EUR}",
    ]

    let document: AgreementDocument
    let window: Window
    var facts: StatementFacts
    let fees: CreditFacts
    private(set) var generator: SeededGenerator

    init(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let pick = { (choices: [String]) in choices.randomElement(using: &generator) ?? "" }
        document = try Paper.document(
            commitment: """
                window: {kind: rolling-30d, consumes_downtime: \(pick(["true", "false"]))}
                measure: \(pick(Self.measures))
                formula: {rule: \(pick(["excluded_counts_as_up", "excluded_removed"]))}
                unknown_time: \(pick(["excluded", "up", "down"]))
                target: "\(pick(["99.9", "95", "99.99"]))"
                """,
            remedy: """
                schedule: {\(pick(Self.schedules))}
                caps: [{percent: "\(pick(["30", "50", "100"]))"}, {amount_minor: 70000, currency: EUR, per: year}]
                minimum: {percent: "5", otherwise: \(pick(["nothing", "raised"]))}
                """,
            more: """
                exclusions:
                  - {id: third, ground: third_party, clause: P-3, title: Others}
                  - {id: planned, ground: scheduled_maintenance, clause: P-3, title: Planned, notice: PT48H}
                  - {id: urgent, ground: emergency_maintenance, clause: P-3, title: Urgent, cap: PT10M}
                """)
        window = Window(kind: .rolling(days: 30), interval: Interval(0, Self.seconds), label: "random")
        facts = Self.facts(&generator)
        fees = CreditFacts(
            currency: "EUR",
            fees: [
                FeeLine(
                    feeClass: "platform", interval: Interval(-3600, Self.seconds),
                    amountMinor: Int64.random(in: 0...1_000_000, using: &generator))
            ],
            granted: [
                GrantedCredit(
                    agreement: "paper", window: Interval(-7200, 0), amountMinor: Int64.random(in: 0...90_000, using: &generator))
            ])
        self.generator = generator
    }

    static func interval(_ generator: inout SeededGenerator) -> Interval {
        let start = Int64.random(in: -300..<seconds, using: &generator)
        return Interval(start, start + Int64.random(in: 1...900, using: &generator))
    }

    static func set(_ generator: inout SeededGenerator) -> IntervalSet {
        IntervalSet((0..<Int.random(in: 0...6, using: &generator)).map { _ in interval(&generator) })
    }

    private static func facts(_ generator: inout SeededGenerator) -> StatementFacts {
        var facts = StatementFacts(components: ["api": Condition(down: set(&generator), unknown: set(&generator))])
        facts.exclusions = (0..<Int.random(in: 0...3, using: &generator)).map {
            ApprovedExclusion(id: "e\($0)", ground: .thirdParty, interval: interval(&generator))
        }
        facts.maintenance = (0..<Int.random(in: 0...3, using: &generator)).map { index in
            let interval = interval(&generator)
            let notice = Int64.random(in: 0...4, using: &generator) * 86_400
            return Maintenance(
                id: "m\(index)", kind: index == 0 ? .emergency : .scheduled, interval: interval,
                announcedAt: interval.start.advanced(by: -notice))
        }
        facts.requests["api"] = (0..<Int(seconds / 60)).compactMap { minute in
            guard Int.random(in: 0...9, using: &generator) > 0 else { return nil }
            let total = Int64.random(in: 0...40, using: &generator)
            return RequestSlice(
                start: Instant(epochSeconds: Int64(minute) * 60), total: total,
                failed: Int64.random(in: 0...total, using: &generator))
        }
        facts.tickets = (0..<3).map {
            TicketOutage(id: "t\($0)", openedAt: interval(&generator).start, resolvedAt: $0 == 0 ? nil : interval(&generator).end)
        }
        facts.partialOutages = (0..<3).map {
            PartialOutage(
                id: "p\($0)", interval: interval(&generator), share: Percent(whole: Int.random(in: 0...100, using: &generator)))
        }
        facts.resourceCounts["api"] = (0..<Int(seconds / 300)).compactMap { slice in
            guard Int.random(in: 0...9, using: &generator) > 0 else { return nil }
            let deployed = Int64.random(in: 0...20, using: &generator)
            return ResourceCount(
                start: Instant(epochSeconds: Int64(slice) * 300), seconds: 300, deployed: deployed,
                down: .random(in: 0...deployed, using: &generator))
        }
        facts.resources = (0..<3).map {
            ResourceTime(
                key: "r\($0)", deployed: interval(&generator),
                condition: Condition(down: set(&generator), unknown: set(&generator)))
        }
        facts.credited = set(&generator)
        return facts
    }

    func statement(asOf: Int64? = nil) throws -> Statement {
        StatementEvaluation.evaluate(
            commitment: try #require(document.commitments.first), document: document, service: "api",
            tree: .component("api"), window: window, facts: facts, asOf: Instant(epochSeconds: asOf ?? Self.seconds))
    }

    /// Whether longer outages and more exclusions bear on what is counted.
    var isByTime: Bool {
        switch document.commitments.first?.measure {
        case .time, .outages: true
        default: false
        }
    }
}
