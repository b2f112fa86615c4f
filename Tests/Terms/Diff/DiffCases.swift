@testable import Terms

/// A case for every rule by which editions are compared.
enum DiffCases {
    static let all = commitments + exclusions + objectives + remedies + claims + services + support + duties

    static let commitments: [DiffCase] = [
        DiffCase("time_zone", .zone, "Asia/Karachi", "Europe/Berlin", .mixed),
        DiffCase("commitments.scope", .commitment, "scope: {region: eu}", "scope: {region: [eu, us]}", .improvement),
        DiffCase("commitments.scope", .commitment, "", "scope: {order_form: sla}", .reduction),
        DiffCase(
            "commitments.window.consumes_downtime", .commitment, "window: {kind: rolling-30d}",
            "window: {kind: rolling-30d, consumes_downtime: true}", .reduction),
        DiffCase("commitments.plans", .commitment, "plans: [basic]", "plans: [basic, premium]", .improvement),
        DiffCase("commitments.measure", .commitment, "", "measure: {kind: time}", .neutral),
        DiffCase("commitments.measure", .commitment, "", "measure: {kind: outages, minimum: PT5M}", .reduction),
        DiffCase("commitments.measure", .commitment, "", "measure: {kind: affected_users, overlap: sum}", .reduction),
        DiffCase("commitments.measure", .commitment, "", "measure: {kind: tickets, counts: outage_time}", .reduction),
        DiffCase("commitments.measure", .commitment, "", "measure: {kind: executions}", .mixed),
        DiffCase(
            "commitments.measure", .commitment, "measure: {kind: slices, length: PT5M, down_error_rate: \"10\"}",
            "measure: {kind: slices, length: PT5M, down_error_rate: \"5\"}", .improvement),
        DiffCase(
            "commitments.measure", .commitment, "measure: {kind: slices, length: PT5M, down_error_rate: \"10\"}",
            "measure: {kind: slices, length: PT5M, down_error_rate: \"10\", minimum_requests: 50}", .reduction),
        DiffCase(
            "commitments.measure", .commitment, "measure: {kind: slices, length: PT5M, down_error_rate: \"10\"}",
            "measure: {kind: slices, length: PT5M, down_error_rate: \"10\", down_below_requests: 5}", .improvement),
        DiffCase(
            "commitments.measure", .commitment, "measure: {kind: slices, length: PT5M, down_error_rate: \"10\"}",
            "measure: {kind: slices, length: PT1H, down_error_rate: \"10\"}", .mixed),
        DiffCase(
            "commitments.measure", .commitment, "measure: {kind: outages, minimum: PT5M}",
            "measure: {kind: outages, minimum: PT5M, merge_gap: PT1M}", .improvement),
        DiffCase(
            "commitments.measure", .commitment, "measure: {kind: outages, minimum: PT5M, merge_gap: PT1M}",
            "measure: {kind: outages, minimum: PT9M, merge_gap: PT1M, gaps_count: true}", .mixed),
        DiffCase(
            "commitments.measure", .commitment, "measure: {kind: mean_of_slices, length: PT1H, idle: skipped}",
            "measure: {kind: mean_of_slices, length: PT1H, idle: up}", .reduction),
        DiffCase(
            "commitments.measure", .commitment, "measure: {kind: affected_users, overlap: sum}",
            "measure: {kind: affected_users, overlap: highest}", .reduction),
        DiffCase(
            "commitments.targets", .commitment, "", "targets: [{when: {plan: premium}, target: \"99.99\"}]", .improvement),
        DiffCase("commitments.targets", .commitment, "", "targets: [{when: {plan: basic}, target: \"99\"}]", .reduction),
        DiffCase(
            "commitments.targets", .commitment, "targets: [{when: {plan: premium}, target: \"99.99\"}]",
            "targets: [{when: {plan: [premium, basic]}, target: \"99.99\"}]", .improvement),
        DiffCase(
            "commitments.targets", .commitment, "targets: [{when: {plan: premium}, target: \"99.99\"}]",
            "targets: [{when: {region: eu}, target: \"99.99\"}]", .mixed),
        DiffCase(
            "commitments.targets", .commitment,
            "targets: [{when: {plan: premium}, target: \"99.99\"}, {when: {plan: basic}, target: \"99.95\"}]",
            "targets: [{when: {plan: basic}, target: \"99.95\"}, {when: {plan: premium}, target: \"99.99\"}]", .neutral),
        DiffCase(
            "preconditions", .top, "", "preconditions: [{id: zones, clause: P-3, title: Z, fact: two_zones}]", .reduction),
        DiffCase(
            "preconditions.strength", .top, "preconditions: [{id: zones, clause: P-3, title: Z, fact: two_zones}]",
            "preconditions: [{id: zones, clause: P-3, title: Z, fact: two_zones, strength: target}]", .improvement),
        DiffCase(
            "preconditions.fact", .top, "preconditions: [{id: zones, clause: P-3, title: Z, fact: two_zones}]",
            "preconditions: [{id: zones, clause: P-3, title: Z, fact: three_zones}]", .mixed),
        DiffCase(
            "preconditions.commitments", .top, "preconditions: [{id: zones, clause: P-3, title: Z, fact: two_zones}]",
            "preconditions: [{id: zones, clause: P-3, title: Z, fact: two_zones, commitments: [uptime]}]", .improvement),
        DiffCase(
            "preconditions.attributes", .top, "preconditions: [{id: plan, clause: P-3, title: P, attributes: {plan: basic}}]",
            "preconditions: [{id: plan, clause: P-3, title: P, attributes: {plan: [basic, premium]}}]", .improvement),
        DiffCase("downtime", .top, "", "downtime: [{clause: P-3, title: Errors, measured_by: [requests]}]", .improvement),
        DiffCase(
            "downtime.measured_by", .top, "downtime: [{clause: P-3, title: Errors, measured_by: [requests]}]",
            "downtime: [{clause: P-3, title: Errors, measured_by: [requests, probe]}]", .improvement),
        DiffCase(
            "downtime.down_error_rate", .top,
            "downtime: [{clause: P-3, title: Errors, measured_by: [requests], down_error_rate: \"10\"}]",
            "downtime: [{clause: P-3, title: Errors, measured_by: [requests], down_error_rate: \"5\"}]", .improvement),
        DiffCase(
            "downtime.slice", .top, "downtime: [{clause: P-3, title: Errors, measured_by: [requests], slice: PT1M}]",
            "downtime: [{clause: P-3, title: Errors, measured_by: [requests], slice: PT5M}]", .mixed),
        DiffCase(
            "downtime.authority", .top, "downtime: [{clause: P-3, title: Errors, measured_by: [probe], authority: provider}]",
            "downtime: [{clause: P-3, title: Errors, measured_by: [probe], authority: independent}]", .improvement),
    ]

    static let exclusions: [DiffCase] = [
        DiffCase("exclusions.ground", .exclusion, "ground: customer", "ground: third_party", .mixed),
        DiffCase("exclusions.services", .exclusion, "", "services: [api]", .improvement),
        DiffCase("exclusions.scope", .exclusion, "scope: {region: eu}", "scope: {region: [eu, us]}", .reduction),
        DiffCase("exclusions.notice", .exclusion, "", "notice: PT48H", .improvement),
        DiffCase("exclusions.notice", .exclusion, "notice: PT48H", "notice: {least: PT48H, clause: P-3}", .neutral),
        DiffCase("exclusions.notice", .exclusion, "notice: PT48H", "notice: {least: PT48H, strength: target}", .reduction),
        DiffCase("exclusions.notice", .exclusion, "notice: {least: PT24H, strength: target}", "notice: PT48H", .improvement),
        DiffCase("exclusions.notice", .exclusion, "notice: PT24H", "notice: {least: PT48H, strength: target}", .mixed),
        DiffCase(
            "exclusions.notice_strength", .exclusion, "notice: PT48H", "notice: PT48H, notice_strength: target", .reduction),
        DiffCase("exclusions.hours", .exclusion, "", "hours: {outside: office, strength: guarantee}", .improvement),
        DiffCase("exclusions.hours", .exclusion, "", "hours: {outside: office, strength: target}", .improvement),
        DiffCase(
            "exclusions.hours", .exclusion, "hours: {outside: office, strength: guarantee}",
            "hours: {outside: week, strength: guarantee}", .improvement),
        DiffCase(
            "exclusions.hours", .exclusion, "hours: {between: [\"22:00\", \"06:00\"], strength: guarantee}",
            "hours: {between: [\"22:00\", \"06:00\"], strength: target}", .reduction),
        DiffCase(
            "exclusions.hours", .exclusion, "hours: {between: [\"22:00\", \"06:00\"], strength: guarantee}",
            "hours: {between: [\"23:00\", \"05:00\"], strength: guarantee}", .improvement),
        DiffCase(
            "exclusions.hours", .exclusion, "hours: {between: [\"22:00\", \"06:00\"], strength: guarantee}",
            "hours: {between: [\"22:00\", \"06:00\"], strength: guarantee, in: customer}", .mixed),
        DiffCase(
            "exclusions.usual_hours", .exclusion, "usual_hours: [\"02:00\", \"05:00\"]", "usual_hours: [\"01:00\", \"06:00\"]",
            .reduction),
        DiffCase(
            "exclusions.cap", .exclusion, "ground: emergency_maintenance, cap: PT1H",
            "ground: emergency_maintenance, cap: PT2H", .reduction),
        DiffCase(
            "exclusions.cap_counts", .exclusion, "ground: emergency_maintenance, cap: PT1H",
            "ground: emergency_maintenance, cap: PT1H, cap_counts: maintenance", .improvement),
        DiffCase("exclusions.evidence", .exclusion, "", "evidence: false", .reduction),
        DiffCase("exclusions.approval.required", .exclusion, "", "approval: {required: true}", .improvement),
        DiffCase("exclusions.approval.required", .exclusion, "", "approval: {required: false}", .neutral),
        DiffCase(
            "exclusions.approval.reason", .exclusion, "approval: {required: true}", "approval: {required: true, reason: true}",
            .improvement),
    ]

    static let objectives: [DiffCase] = [
        DiffCase(
            "objectives.service", .objective, "share: {at_least: \"9\"}", "share: {at_least: \"9\"}, service: voice", .mixed),
        DiffCase("objectives.part", .objective, "share: {at_least: \"9\"}", "share: {at_least: \"9\"}, part: eu", .mixed),
        DiffCase("objectives.of", .objective, "share: {at_least: \"9\"}", "share: {at_least: \"9\"}, of: messages", .mixed),
        DiffCase("objectives.metric", .objective, "share: {at_least: \"9\"}", "share: {at_least: \"9\"}, metric: loss", .mixed),
        DiffCase(
            "objectives.strength", .objective, "share: {at_least: \"9\"}", "share: {at_least: \"9\"}, strength: guarantee",
            .improvement),
        DiffCase(
            "objectives.plans", .objective, "share: {at_least: \"9\"}", "share: {at_least: \"9\"}, plans: [basic]", .reduction),
        DiffCase("objectives.share", .objective, "share: {at_least: \"9\"}", "share: {at_least: \"10\"}", .improvement),
        DiffCase("objectives.share", .objective, "share: {below: \"9\"}", "share: {below: \"10\"}", .reduction),
        DiffCase(
            "objectives.aggregate", .objective, "aggregate: mean, limit: {at_most: \"3\", unit: min}",
            "aggregate: maximum, limit: {at_most: \"3\", unit: min}", .improvement),
        DiffCase(
            "objectives.aggregate", .objective, "aggregate: mean, limit: {at_least: \"3\", unit: Mbps}",
            "aggregate: maximum, limit: {at_least: \"3\", unit: Mbps}", .reduction),
        DiffCase(
            "objectives.limit", .objective, "aggregate: mean, limit: {at_most: \"3\", unit: min}",
            "aggregate: mean, limit: {at_most: \"90\", unit: s}", .improvement),
        DiffCase(
            "objectives.limit", .objective, "share: {at_least: \"9\"}, limit: {at_most: \"3\", unit: s}",
            "share: {at_least: \"9\"}, limit: {at_most: \"4\", unit: s}", .reduction),
        DiffCase(
            "objectives.limits", .objective, "share: {at_least: \"9\"}, limit: {at_most: \"3\", unit: s}",
            "share: {at_least: \"9\"}, limit: {at_most: \"3\", unit: s}, limits: [{when: {region: asia}, at_most: \"9\", unit: s}]",
            .reduction),
        DiffCase(
            "objectives.limits", .objective, "share: {at_least: \"9\"}, limit: {at_most: \"3\", unit: s}",
            "share: {at_least: \"9\"}, limit: {at_most: \"3\", unit: s}, limits: [{when: {region: eu}, at_most: \"900\", unit: ms}]",
            .improvement),
        DiffCase(
            "objectives.across", .objective, "share: {at_least: \"9\"}",
            "share: {at_least: \"9\"}, across: {parts: [a, b], hold: all}", .mixed),
        DiffCase(
            "objectives.across.hold", .objective, "share: {at_least: \"9\"}, across: {parts: [a, b], hold: any}",
            "share: {at_least: \"9\"}, across: {parts: [a, b], hold: most}", .improvement),
        DiffCase(
            "objectives.across.parts", .objective, "share: {at_least: \"9\"}, across: {parts: [a, b], hold: all}",
            "share: {at_least: \"9\"}, across: {parts: [a, b, c], hold: all}", .improvement),
        DiffCase(
            "objectives.across.parts", .objective, "share: {at_least: \"9\"}, across: {parts: [a, b], hold: any}",
            "share: {at_least: \"9\"}, across: {parts: [a, b, c], hold: any}", .reduction),
        DiffCase(
            "objectives.window", .objective, "share: {at_least: \"9\"}", "share: {at_least: \"9\"}, window: fiscal-quarter-2",
            .reduction),
        DiffCase(
            "objectives.window", .objective, "share: {at_least: \"9\"}, window: quarter",
            "share: {at_least: \"9\"}, window: fiscal-quarter-4", .neutral),
        DiffCase(
            "objectives.window", .objective, "share: {at_least: \"9\"}, window: rolling-30d",
            "share: {at_least: \"9\"}, window: rolling-30d-daily", .reduction),
        DiffCase(
            "objectives.window", .objective, "share: {at_least: \"9\"}, window: month",
            "share: {at_least: \"9\"}, window: plan-month", .mixed),
        DiffCase(
            "objectives.calendar", .objective, "share: {at_least: \"9\"}", "share: {at_least: \"9\"}, calendar: office",
            .reduction),
        DiffCase(
            "objectives.remedy", .objective, "share: {at_least: \"9\"}", "share: {at_least: \"9\"}, remedy: credits", .improvement
        ),
    ]
}
