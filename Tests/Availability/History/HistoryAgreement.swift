/// An agreement that promises the months, something shorter, months weighed by users and what is counted, and excludes time on
/// some of the grounds.
struct HistoryAgreement {
    /// The document, in YAML.
    let text: String

    /// The commitment that counts requests, or resources.
    static let counting = "calls"

    /// Any such agreement.
    init(_ what: HistoryFact.Counted, _ random: inout Seeded) {
        let windows = ["rolling-1d-daily", "rolling-2d-daily", "rolling-2d", "rolling-3d", "quarter"]
        let measures = ["", "", "measure: {kind: outages, minimum: PT20M, merge_gap: PT10M, gaps_count: true}"]
        let requests = [
            "{kind: executions}", "{kind: mean_of_slices, length: PT1H, idle: skipped}",
            "{kind: mean_of_slices, length: PT2H, idle: up}",
        ]
        let counted = what == .requests ? requests : ["{kind: resource_time}"]
        let slices = [
            "{kind: slices, length: PT15M, down_error_rate: \"20\"}", "{kind: slices, length: PT1H, down_error_rate: \"5\"}",
            "{kind: slices, length: PT2H, down_error_rate: \"10\", minimum_requests: 20}",
            "{kind: slices, length: PT1H, down_below_requests: 10}",
        ]
        let overlap = ["sum", "highest"].randomElement(using: &random) ?? "sum"
        let rules = Self.rules.filter { _ in Int.random(in: 0..<4, using: &random) > 0 }
        let clauses = rules.map { "\n  - {id: \($0.id), heading: \($0.id), text: It does not count.}" }.joined()
        let exclusions = rules.map { rule in
            """

              - id: \(rule.id)
                ground: \(rule.ground)
                clause: \(rule.id)
                title: \(rule.id)
                \(rule.conditions.randomElement(using: &random) ?? "")
            """
        }
        text = """
            format: pledge-agreement/1
            key: history-sla
            title: History
            provider: History
            edition: "1"
            published: 2026-01-01
            published_as_written: 1 January 2026
            source: none
            time_zone: \(["UTC", "Asia/Karachi", "Europe/Amsterdam", "America/New_York"].randomElement(using: &random) ?? "UTC")
            clauses:
              - {id: months, heading: months, text: We are up for so much of a month.}
              - {id: recent, heading: recent, text: We are up for so much of the days before.}
              - {id: users, heading: users, text: We are up for so much of a month for so many users.}
              - {id: slices, heading: slices, text: We do so much of what you ask us to do at any time.}
              - {id: calls, heading: calls, text: We do so much of what you ask us to do.}
              - {id: credits, heading: credits, text: Otherwise you get something.}\(clauses)
            services:
              - {key: \(HistoryShape.service), title: Portal}
            commitments:\(Self.commitment("months", "month", "", &random))\(Self.commitment(
                "recent", windows.randomElement(using: &random) ?? "", measures.randomElement(using: &random) ?? "", &random))\(Self.commitment(
                "users", "month", "measure: {kind: affected_users, overlap: \(overlap)}", &random))\(Self.commitment(
                Self.counting, ["month", "rolling-2d-daily"].randomElement(using: &random) ?? "",
                "measure: \(counted.randomElement(using: &random) ?? "")", &random))\(Self.commitment(
                "slices", windows.randomElement(using: &random) ?? "",
                "measure: \(slices.randomElement(using: &random) ?? "")", &random))
            remedies:
              - id: credits
                title: Credits
                clause: credits
                schedule:
                  tiers:
                    - {below: "99.99", percent: "10"}
                    - {below: "95", percent: "25"}
            \(exclusions.isEmpty ? "" : "exclusions:\(exclusions.joined())")
            """
    }

    private static func commitment(_ id: String, _ window: String, _ measure: String, _ random: inout Seeded) -> String {
        """

          - id: \(id)
            kind: availability
            title: \(id)
            clause: \(id)
            strength: guarantee
            services: [\(HistoryShape.service)]
            window: {kind: \(window)}
            formula: {rule: \(Bool.random(using: &random) ? "excluded_counts_as_up" : "excluded_removed")}
            unknown_time: \(["excluded", "up", "down"].randomElement(using: &random) ?? "up")
            target: "\(["80", "95", "99", "99.9"].randomElement(using: &random) ?? "99")"
            remedy: credits
            \(measure)
        """
    }

    private static let rules: [(id: String, ground: String, conditions: [String])] = [
        (
            "works", "scheduled_maintenance",
            [
                "", "notice: PT12H", "notice: {least: P1D, strength: target}",
                "notice: PT6H\n    usual_hours: [\"02:00\", \"05:00\"]",
                "hours: {between: [\"20:00\", \"08:00\"], strength: guarantee}",
            ]
        ),
        ("repairs", "emergency_maintenance", ["", "cap: PT1H", "cap: PT30M\n    cap_counts: maintenance"]),
        ("carriers", "third_party", [""]),
        ("clients", "customer", ["", "evidence: false"]),
        ("nature", "force_majeure", [""]),
    ]
}
