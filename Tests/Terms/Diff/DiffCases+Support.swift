@testable import Terms

extension DiffCases {
    static let services: [DiffCase] = [
        DiffCase("plans.paid", .plan, "", "paid: false", .mixed),
        DiffCase("services.category", .service, "    category: a", "    category: b", .mixed),
        DiffCase("services.core", .service, "", "    core: true", .improvement),
        DiffCase("services.plans", .service, "    plans: [gold]", "    plans: [gold, silver]", .improvement),
        DiffCase(
            "services.parts", .service, "    parts: [{key: a, title: A}]", "    parts: [{key: a, title: A}, {key: b, title: B}]",
            .improvement),
        DiffCase(
            "services.parts", .service, "    composition: {rule: any, clause: A-4}\n    parts: [{key: a, title: A}]",
            "    composition: {rule: any, clause: A-4}\n    parts: [{key: a, title: A}, {key: b, title: B}]", .reduction),
        DiffCase(
            "services.parts", .service, "    parts: [{key: a, title: A}]",
            "    parts: [{key: a, title: A}, {key: b, title: B, core: false}]", .neutral),
        DiffCase(
            "services.parts.core", .service, "    parts: [{key: a, title: A}, {key: b, title: B}]",
            "    parts: [{key: a, title: A}, {key: b, title: B, core: false}]", .reduction),
        DiffCase(
            "services.parts.stage", .service, "    parts: [{key: a, title: A}]", "    parts: [{key: a, title: A, stage: beta}]",
            .reduction),
        DiffCase("services.composition.rule", .service, "", "    composition: {rule: any, clause: A-4}", .reduction),
        DiffCase("services.composition.rule", .service, "", "    composition: {rule: all, clause: A-4}", .neutral),
    ]

    private static func priority(_ text: String) -> String {
        "priorities: [{key: high, title: High, clause: P-3\(text)}]\n"
    }

    private static let high = priority(", definition: Down, classified_by: provider")

    private static func desk(_ text: String) -> String {
        high + "support: [{key: desk, title: Desk, clause: P-3, calendar: office, targets: []\(text)}]"
    }

    private static func target(_ text: String) -> String {
        high + "support: [{key: desk, title: Desk, clause: P-3, calendar: office, targets: [{measure: resolution, \(text)}]}]"
    }

    private static func party(_ text: String) -> String {
        high + "reclassification: [{clause: P-3, \(text)}]"
    }

    static let support: [DiffCase] = [
        DiffCase("priorities", .top, "", high, .mixed),
        DiffCase(
            "priorities.definition", .top, high, priority(", definition: Slow, classified_by: provider"), .mixed),
        DiffCase(
            "priorities.classified_by", .top, high, priority(", definition: Down, classified_by: customer_then_provider"),
            .improvement),
        DiffCase("reclassification", .top, high, party("by: provider"), .reduction),
        DiffCase("reclassification", .top, high, party("by: customer"), .improvement),
        DiffCase("reclassification.by", .top, party("by: provider"), party("by: customer"), .improvement),
        DiffCase("reclassification.reason", .top, party("by: provider"), party("by: provider, reason: true"), .improvement),
        DiffCase("reclassification.reason", .top, party("by: customer"), party("by: customer, reason: true"), .reduction),
        DiffCase("reclassification.clock", .top, party("by: provider"), party("by: provider, clock: old_target"), .mixed),
        DiffCase(
            "reclassification.shows_due_first", .top, party("by: provider"), party("by: provider, shows_due_first: true"),
            .improvement),
        DiffCase("escalations", .top, "", "escalations: [{clause: P-3, title: Up, steps: []}]", .improvement),
        DiffCase(
            "escalations.priorities", .top, high + "escalations: [{clause: P-3, title: Up, steps: []}]",
            high + "escalations: [{clause: P-3, title: Up, steps: [], priorities: [high]}]", .reduction),
        DiffCase(
            "escalations.steps", .top, "escalations: [{clause: P-3, title: Up, steps: []}]",
            "escalations: [{clause: P-3, title: Up, steps: [{after: PT1H, to: lead}]}]", .improvement),
        DiffCase(
            "escalations.steps.after", .top, "escalations: [{clause: P-3, title: Up, steps: [{after: PT1H, to: lead}]}]",
            "escalations: [{clause: P-3, title: Up, steps: [{after: PT2H, to: lead}]}]", .reduction),
        DiffCase(
            "escalations.steps.to", .top, "escalations: [{clause: P-3, title: Up, steps: [{after: PT1H, to: lead}]}]",
            "escalations: [{clause: P-3, title: Up, steps: [{after: PT1H, to: head}]}]", .mixed),
        DiffCase("support", .top, high, desk(""), .improvement),
        DiffCase("support.plans", .top, desk(""), desk(", plans: [basic]"), .reduction),
        DiffCase("support.scope", .top, desk(""), desk(", scope: {account: paying}"), .reduction),
        DiffCase(
            "support.calendar", .top, desk(""), desk("").replacing("calendar: office", with: "calendar: week"), .improvement),
        DiffCase("support.channels", .top, desk(""), desk(", channels: [chat]"), .improvement),
        DiffCase("support.required", .top, desk(""), desk(", required: [ID]"), .reduction),
        DiffCase(
            "support.intake.required", .top, desk(""), desk(", intake: {clock_starts: receipt, required: [ID]}"), .reduction),
        DiffCase("support.intake.clock_starts", .top, desk(""), desk(", intake: {clock_starts: complete}"), .reduction),
        DiffCase("support.intake.clock_starts", .top, desk(""), desk(", intake: {clock_starts: receipt}"), .neutral),
        DiffCase("support.access.requesters", .top, desk(""), desk(", access: {requesters: authorised_users}"), .reduction),
        DiffCase(
            "support.access.not_for", .top, desk(""), desk(", access: {requesters: anybody, not_for: [Code]}"), .reduction),
        DiffCase("support.languages", .top, desk(""), desk(", languages: {count: 7}"), .improvement),
        DiffCase(
            "support.languages.count", .top, desk(", languages: {count: 7}"), desk(", languages: {count: 6}"), .reduction),
        DiffCase(
            "support.languages.tags", .top, desk(", languages: {tags: [en]}"), desk(", languages: {tags: [en, nl]}"), .improvement
        ),
        DiffCase("support.targets", .top, desk(""), target("within: PT4H, strength: target"), .improvement),
        DiffCase(
            "support.targets.within", .top, target("within: PT4H, strength: target"), target("within: PT2H, strength: target"),
            .improvement),
        DiffCase(
            "support.targets.aim", .top, target("within: PT4H, strength: target"),
            target("within: PT4H, aim: PT1H, strength: target"), .improvement),
        DiffCase(
            "support.targets.strength", .top, target("within: PT4H, strength: target"),
            target("within: PT4H, strength: guarantee"), .improvement),
    ]

    private static func incident(_ text: String) -> String {
        "incidents: [{key: p1, title: P1, clause: P-3, definition: All, counts_as_down: true, published: false\(text)}]"
    }

    private static func publication(_ text: String) -> String {
        "publications: [{clause: P-3, subject: maintenance, title: Told\(text)}]"
    }

    private static func report(_ text: String) -> String {
        "reports: [{clause: P-3, title: Report, every: quarter, contents: [Uptime]\(text)}]"
    }

    private static func change(_ text: String) -> String {
        "changes: [{clause: P-3, title: Changes, \(text)}]"
    }

    static let duties: [DiffCase] = [
        DiffCase("incidents", .top, "", incident(""), .mixed),
        DiffCase("incidents.definition", .top, incident(""), incident("").replacing("All", with: "Some"), .mixed),
        DiffCase(
            "incidents.counts_as_down", .top, incident(""), incident("").replacing("down: true", with: "down: false"), .reduction),
        DiffCase(
            "incidents.published", .top, incident(""), incident("").replacing("published: false", with: "published: true"),
            .improvement),
        DiffCase("incidents.update_every", .top, incident(""), incident(", update_every: PT15M"), .improvement),
        DiffCase(
            "incidents.escalation", .top, incident(", escalation: planned"), incident(", escalation: immediately"), .improvement),
        DiffCase("incidents.calendar", .top, incident(", calendar: office"), incident(", calendar: week"), .improvement),
        DiffCase("publications", .top, "", publication(""), .improvement),
        DiffCase("publications.notice", .top, publication(""), publication(", notice: P14D"), .improvement),
        DiffCase("publications.within", .top, publication(", within: PT5S"), publication(", within: PT9S"), .reduction),
        DiffCase("publications.channels", .top, publication(""), publication(", channels: [email]"), .improvement),
        DiffCase("publications.subscribed_by", .top, publication(""), publication(", subscribed_by: service"), .improvement),
        DiffCase(
            "publications.subscribed_by", .top, publication(", subscribed_by: service"),
            publication(", subscribed_by: everything"), .reduction),
        DiffCase("publications.scope", .top, publication(""), publication(", scope: {region: eu}"), .reduction),
        DiffCase("reports", .top, "", report(""), .improvement),
        DiffCase("reports.plans", .top, report(""), report(", plans: [basic]"), .reduction),
        DiffCase("reports.every", .top, report(""), report("").replacing("quarter", with: "month"), .improvement),
        DiffCase("reports.contents", .top, report(""), report("").replacing("[Uptime]", with: "[Uptime, Calls]"), .improvement),
        DiffCase(
            "reports.due_business_days", .top, report(", calendar: office"), report(", calendar: office, due_business_days: 5"),
            .improvement),
        DiffCase("reports.calendar", .top, report(", calendar: office"), report(", calendar: week"), .improvement),
        DiffCase("changes", .top, "", change("change: reduction, notice_days: 30"), .improvement),
        DiffCase("changes.change", .top, change("change: reduction"), change("change: any"), .mixed),
        DiffCase("changes.channels", .top, change("change: any"), change("change: any, channels: [email]"), .improvement),
        DiffCase(
            "changes.notice_days", .top, change("change: reduction, notice_days: 30"),
            change("change: reduction, notice_days: 20"), .reduction),
        DiffCase(
            "changes.in_advance", .top, change("change: reduction"), change("change: reduction, in_advance: true"), .improvement),
        DiffCase(
            "changes.in_advance", .top, change("change: improvement"), change("change: improvement, in_advance: true"), .reduction
        ),
        DiffCase(
            "changes.running_windows", .top, change("change: reduction"), change("change: reduction, running_windows: switch"),
            .reduction),
        DiffCase(
            "changes.running_windows", .top, change("change: improvement"),
            change("change: improvement, running_windows: switch"), .improvement),
        DiffCase(
            "changes.running_windows", .top, change("change: any"), change("change: any, running_windows: switch"), .mixed),
        DiffCase(
            "changes.running_windows", .top, change("change: any"), change("change: any, running_windows: keep"), .neutral),
    ]
}
