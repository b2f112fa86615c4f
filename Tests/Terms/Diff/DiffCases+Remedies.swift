@testable import Terms

extension DiffCases {
    static let remedies: [DiffCase] = [
        DiffCase(
            "remedies.schedule", .remedy, "schedule: {flat: {service_days: 3}}", "schedule: {flat: {service_days: 4}}",
            .improvement),
        DiffCase(
            "remedies.schedule", .remedy, "schedule: {flat: {amount_minor: 500, currency: EUR}}",
            "schedule: {flat: {amount_minor: 400, currency: EUR}}", .reduction),
        DiffCase(
            "remedies.schedule", .remedy, "schedule: {flat: {amount_minor: 500, currency: EUR}}",
            "schedule: {flat: {amount_minor: 600, currency: USD}}", .mixed),
        DiffCase(
            "remedies.schedule", .remedy, "schedule: {downtime: {every: PT1H, counting: complete, percent: \"5\"}}",
            "schedule: {downtime: {every: PT30M, counting: started, percent: \"5\"}}", .improvement),
        DiffCase(
            "remedies.schedule", .remedy, "schedule: {downtime: {every: PT1H, counting: complete, percent: \"5\"}}",
            "schedule: {downtime: {every: PT1H, counting: complete, per: outage, percent: \"5\"}}", .reduction),
        DiffCase(
            "remedies.schedule", .remedy, "schedule: {downtime: {every: PT1H, counting: complete, percent: \"5\"}}",
            "schedule: {downtime: {every: PT40M, counting: complete, percent: \"5\"}}", .mixed),
        DiffCase(
            "remedies.schedule", .remedy, "schedule: {multiplied: {times: 10}}", "schedule: {multiplied: {times: 20}}",
            .improvement),
        DiffCase("remedies.cap", .remedy, "", "cap: {percent: \"50\"}", .reduction),
        DiffCase("remedies.cap.percent", .remedy, "cap: {percent: \"50\"}", "cap: {percent: \"60\"}", .improvement),
        DiffCase("remedies.cap.per", .remedy, "cap: {percent: \"50\"}", "cap: {percent: \"50\", per: year}", .reduction),
        DiffCase(
            "remedies.cap.amount_minor", .remedy, "cap: {amount_minor: 500, currency: EUR}",
            "cap: {amount_minor: 400, currency: EUR}", .reduction),
        DiffCase(
            "remedies.cap.currency", .remedy, "cap: {amount_minor: 500, currency: EUR}",
            "cap: {amount_minor: 500, currency: USD}", .mixed),
        DiffCase("remedies.caps", .remedy, "", "caps: [{percent: \"50\", per: year}]", .reduction),
        DiffCase(
            "remedies.caps.percent", .remedy, "caps: [{percent: \"50\", per: year}]", "caps: [{percent: \"60\", per: year}]",
            .improvement),
        DiffCase(
            "remedies.caps.per", .remedy, "caps: [{percent: \"50\", per: year, clause: P-3}]",
            "caps: [{percent: \"50\", per: month, clause: P-3}]",
            .improvement),
        DiffCase(
            "remedies.caps.amount_minor", .remedy, "caps: [{amount_minor: 500, currency: EUR, per: year}]",
            "caps: [{amount_minor: 600, currency: EUR, per: year}]", .improvement),
        DiffCase(
            "remedies.caps.currency", .remedy, "caps: [{amount_minor: 500, currency: EUR, per: year}]",
            "caps: [{amount_minor: 500, currency: USD, per: year}]", .mixed),
        DiffCase("remedies.minimum", .remedy, "", "minimum: {percent: \"1\", otherwise: nothing}", .reduction),
        DiffCase("remedies.minimum", .remedy, "", "minimum: {percent: \"1\", otherwise: raised}", .improvement),
        DiffCase(
            "remedies.minimum", .remedy, "minimum: {percent: \"1\", otherwise: nothing}",
            "minimum: {percent: \"2\", otherwise: nothing}", .reduction),
        DiffCase(
            "remedies.minimum", .remedy, "minimum: {percent: \"1\", otherwise: raised}",
            "minimum: {amount_minor: 100, currency: EUR, otherwise: raised}", .mixed),
        DiffCase("remedies.stacking.commitments", .remedy, "", "stacking: {commitments: sum}", .improvement),
        DiffCase("remedies.stacking.agreements", .remedy, "", "stacking: {agreements: highest}", .reduction),
        DiffCase("remedies.granted", .remedy, "", "granted: automatic", .improvement),
        DiffCase("remedies.conditions", .remedy, "", "conditions: [{id: paid, title: Paid, fact: invoices_paid}]", .reduction),
        DiffCase(
            "remedies.conditions.fact", .remedy, "conditions: [{id: paid, title: Paid, fact: invoices_paid}]",
            "conditions: [{id: paid, title: Paid, fact: all_paid}]", .mixed),
        DiffCase(
            "remedies.conditions.strength", .remedy, "conditions: [{id: paid, title: Paid, fact: invoices_paid}]",
            "conditions: [{id: paid, title: Paid, fact: invoices_paid, strength: target}]", .improvement),
        DiffCase(
            "remedies.conditions.prior_case.within", .remedy,
            "conditions: [{id: case, title: Case, prior_case: {within: P1D, of: outage_start}}]",
            "conditions: [{id: case, title: Case, prior_case: {within: P2D, of: outage_start}}]", .improvement),
        DiffCase(
            "remedies.conditions.prior_case.of", .remedy,
            "conditions: [{id: case, title: Case, prior_case: {within: P1D, of: outage_start}}]",
            "conditions: [{id: case, title: Case, prior_case: {within: P1D, of: outage_end}}]", .improvement),
        DiffCase(
            "remedies.conditions.attributes", .remedy,
            "conditions: [{id: plan, title: Plan, attributes: {plan: [basic, premium]}}]",
            "conditions: [{id: plan, title: Plan, attributes: {plan: [premium]}}]", .reduction),
        DiffCase("remedies.fee_base", .remedy, "", "fee_base: {classes: [platform], period: affected_window}", .reduction),
        DiffCase(
            "remedies.fee_base.classes", .remedy, "fee_base: {classes: [platform], period: affected_window}",
            "fee_base: {classes: [platform, usage], period: affected_window}", .improvement),
        DiffCase(
            "remedies.fee_base.services", .remedy, "fee_base: {classes: [platform], period: affected_window}",
            "fee_base: {classes: [platform], period: affected_window, services: affected}", .reduction),
        DiffCase(
            "remedies.fee_base.period", .remedy, "fee_base: {classes: [platform], period: affected_window}",
            "fee_base: {classes: [platform], period: preceding_window}", .mixed),
        DiffCase("remedies.payout", .remedy, "", "payout: {form: credit, at_termination: paid}", .mixed),
        DiffCase(
            "remedies.payout.form", .remedy, "payout: {form: credit, at_termination: paid}",
            "payout: {form: credit_or_waiver, at_termination: paid}", .improvement),
        DiffCase(
            "remedies.payout.at_termination", .remedy, "payout: {form: credit, at_termination: paid}",
            "payout: {form: credit, at_termination: forfeited}", .reduction),
        DiffCase("remedies.not_for", .remedy, "", "not_for: [{title: Trials}]", .reduction),
        DiffCase(
            "remedies.not_for.state", .remedy, "not_for: [{title: Trials}]", "not_for: [{title: Trials, state: trial}]",
            .reduction),
        DiffCase(
            "remedies.not_for.state", .remedy, "not_for: [{title: Trials, state: trial}]",
            "not_for: [{title: Trials, state: free}]", .mixed),
    ]

    static let claims: [DiffCase] = [
        DiffCase(
            "remedies.claim", .remedy, "",
            "claim: {deadline: {days: 3, from: window_end}, channels: [a], approval: {required: true}, applied_to: next_invoice}",
            .mixed),
        DiffCase(
            "remedies.claim.deadline.months", .claim, "deadline: {months: 1, from: window_end}",
            "deadline: {months: 2, from: window_end}", .improvement),
        DiffCase(
            "remedies.claim.deadline.days", .claim, "deadline: {days: 30, from: window_end}",
            "deadline: {days: 20, from: window_end}", .reduction),
        DiffCase(
            "remedies.claim.deadline.business_days", .claim,
            "deadline: {business_days: 5, calendar: office, from: window_end}",
            "deadline: {business_days: 9, calendar: office, from: window_end}", .improvement),
        DiffCase(
            "remedies.claim.deadline.calendar", .claim, "deadline: {business_days: 5, calendar: office, from: window_end}",
            "deadline: {business_days: 5, calendar: week, from: window_end}", .reduction),
        DiffCase(
            "remedies.claim.deadline.from", .claim, "deadline: {days: 30, from: last_outage_end}",
            "deadline: {days: 30, from: statement_published}", .improvement),
        DiffCase("remedies.claim.channels", .claim, "", "channels: [ticket, email]", .improvement),
        DiffCase("remedies.claim.required", .claim, "", "required: [Times]", .reduction),
        DiffCase("remedies.claim.answer", .claim, "", "answer: {business_days: 5, calendar: office}", .improvement),
        DiffCase(
            "remedies.claim.answer.business_days", .claim, "answer: {business_days: 5, calendar: office}",
            "answer: {business_days: 7, calendar: office}", .reduction),
        DiffCase(
            "remedies.claim.answer.calendar", .claim, "answer: {business_days: 5, calendar: office}",
            "answer: {business_days: 5, calendar: week}", .improvement),
        DiffCase("remedies.claim.approval.required", .claim, "", "approval: {required: false}", .improvement),
    ]
}
