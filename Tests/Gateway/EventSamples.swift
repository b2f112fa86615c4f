import Contracts
import Foundation
import Terms
import TestSupport
import Testing

/// One event as a service spells it.
struct EventSample: Sendable, CustomTestStringConvertible {
    let type: String
    let json: Data
    var testDescription: String { type }
}

/// An event of every type that the code can tell.
enum EventSamples {
    static let tenantID = TenantID()
    static let customerID = CustomerID()
    static let serviceID = ServiceID()
    static let agreementID = AgreementID()
    static let now = Instant(epochSeconds: 1_772_355_600)

    /// All of them; a payload that JSON cannot spell is missing, which the completeness test notices.
    static let all: [EventSample] = agreements + availability + ticketing + claims + notifications

    static func sample(_ payload: some EventPayload, _ source: ServiceName, tenant: TenantID = tenantID) -> EventSample? {
        let envelope = try? EventEnvelope(
            payload, tenant: tenant, subject: "x", source: source, time: now, traceparent: Traceparent().description)
        return envelope.map { EventSample(type: $0.type, json: $0.json) }
    }

    private static let agreements: [EventSample] = [
        sample(TenantCreated(tenant: tenant), .agreements), sample(TenantChanged(tenant: tenant), .agreements),
        sample(TenantDeleted(id: tenantID, deletedAt: now), .agreements),
        sample(CustomerCreated(customer: customer), .agreements), sample(CustomerChanged(customer: customer), .agreements),
        sample(CustomerDeleted(id: customerID, deletedAt: now), .agreements),
        sample(MemberCreated(member: member), .agreements), sample(MemberChanged(member: member), .agreements),
        sample(MemberDeleted(id: member.id, customer: customerID, deletedAt: now), .agreements),
        sample(ServiceDefined(service: service), .agreements), sample(ServiceChanged(service: service), .agreements),
        sample(CalendarChanged(calendar: calendar), .agreements),
        sample(AgreementPublished(version: version), .agreements), sample(AgreementEffective(version: version), .agreements),
        sample(AgreementSuperseded(version: version, by: 2), .agreements),
        sample(AgreementPublished(version: waitingVersion), .agreements),
        sample(AgreementScheduled(schedule: schedule), .agreements),
        sample(SubscriptionStarted(subscription: subscription), .agreements),
        sample(SubscriptionChanged(subscription: subscription), .agreements),
        sample(SubscriptionEnded(subscription: subscription), .agreements),
        fee.flatMap { sample(FeesRecorded(fee: $0), .agreements) },
    ].compactMap(\.self)

    private static let notifications: [EventSample] = [
        sample(NoticeGiven(notice: notice), .notifications),
        sample(NoticeLate(notice: notice, dueAt: now), .notifications),
        sample(
            NoticeFailed(
                kind: .maintenance, agreement: nil, version: nil, maintenance: MaintenanceID(), customer: customerID,
                channel: "email", recipient: "it@acme.example", delivery: DeliveryID()), .notifications),
        sample(DeliveryFailed(delivery: delivery), .notifications),
        sample(EndpointDisabled(webhook: webhook), .notifications),
    ].compactMap(\.self)

    private static let availability: [EventSample] = [
        sample(OutageOpened(outage: outage(component: "api", ended: false)), .availability),
        sample(OutageClosed(outage: outage(component: nil, ended: true)), .availability),
        sample(OutageCorrected(outage: outage(component: "api", ended: true)), .availability),
        sample(MaintenanceAnnounced(maintenance: maintenance), .availability),
        sample(MaintenanceChanged(maintenance: maintenance), .availability),
        sample(MaintenanceCancelled(maintenance: maintenance), .availability),
        sample(MaintenanceStarted(maintenance: maintenance), .availability),
        sample(MaintenanceCompleted(maintenance: maintenance), .availability),
        sample(MaintenanceOverran(maintenance: maintenance, components: ["api"]), .availability),
        warning.flatMap { sample(MaintenanceWarned(maintenance: maintenance, warnings: [$0]), .availability) },
        sample(ExclusionProposed(exclusion: exclusion), .availability),
        sample(ExclusionDecided(exclusion: exclusion), .availability),
        sample(ExclusionDecided(exclusion: wideExclusion), .availability),
        sample(
            ExclusionWithdrawn(exclusion: wideExclusion.withdrawn(by: "key_z", because: "it was ours", at: now)), .availability),
        statement.flatMap { sample(StatementProvisional(statement: $0, countedDown: down), .availability) },
        statement.flatMap { sample(StatementFinal(statement: $0.settled, countedDown: down), .availability) },
        statement.flatMap { sample(StatementRestated(statement: $0), .availability) },
        objective.flatMap { sample(ObjectiveProvisional(objective: $0), .availability) },
        objective.flatMap { sample(ObjectiveFinal(objective: $0.settled), .availability) },
        objective.flatMap { sample(ObjectiveRestated(objective: $0), .availability) },
        budget.flatMap { sample(BudgetThresholdCrossed(budget: $0, thresholdPercent: 80, at: now), .availability) },
        budget.flatMap { sample(CommitmentBreachCertain(budget: $0, at: now), .availability) },
        budget.flatMap {
            sample(BudgetRecovered(budget: $0, withdrawnPercents: [80, 100], isBreachWithdrawn: true), .availability)
        },
    ].compactMap(\.self)

    private static let budget: BudgetResource? = statement.map { statement in
        var course = BudgetResource.Course()
        course.burnRates = [
            .init(stretchSeconds: 3_600, rate: Rational(325, over: 36)), .init(stretchSeconds: 86_400, rate: nil),
        ]
        course.threshold = (80, now)
        course.breachSince = now
        course.exhaustedAt = now
        return BudgetResource(statement, course)
    }

    private static let claims: [EventSample] = [
        claim.flatMap { sample(ClaimDrafted(claim: $0), .claims) }, claim.flatMap { sample(ClaimSubmitted(claim: $0), .claims) },
        claim.flatMap { sample(ClaimAwaitingWindow(claim: $0), .claims) },
        claim.flatMap { sample(ClaimNeedsEvidence(claim: $0), .claims) },
        claim.flatMap { sample(ClaimDecided(claim: $0), .claims) }, claim.flatMap { sample(ClaimWithdrawn(claim: $0), .claims) },
        claim.flatMap { sample(ClaimExpired(claim: $0), .claims) }, claim.flatMap { sample(ClaimOverdue(claim: $0), .claims) },
        claim.flatMap { sample(ClaimReevaluated(claim: $0), .claims) },
        credit.flatMap { sample(CreditIssued(credit: $0), .claims) },
        credit.flatMap { sample(CreditApplied(credit: $0), .claims) },
        credit.flatMap { sample(CreditVoided(credit: $0), .claims) },
        credit.flatMap { sample(CreditExpired(credit: $0), .claims) },
    ].compactMap(\.self)

    private static let warning: MaintenanceWarning? = example("MaintenanceWarning")
    private static let claim: ClaimResource? = example("Claim")
    private static let credit: CreditResource? = example("Credit")

    /// An example of the OpenAPI document, as one of our customer's.
    private static func example<Value: Decodable>(_ name: String) -> Value? {
        guard let schema = try? JSONSchema(yaml: DocumentResource.text(named: "openapi")),
            let example = schema.named(name)?["examples"]?.items?.first
        else { return nil }
        let json = example["customer"]?.text.map { example.json.replacing($0, with: customerID.description) } ?? example.json
        return try? PledgeJSON.decode(Value.self, from: json)
    }

    private static let down = CountedDowntime(IntervalSet([Interval(now, now.advanced(by: 60))]))
    static let fee = Money(amountMinor: 90_000_000, currency: "PKR").map { amount in
        FeeResource(
            id: FeeID(), subscription: SubscriptionID(), customer: customerID, service: serviceID, feeClass: "usage", from: now,
            to: now.advanced(by: 86_400), amount: amount, states: ["promotion"], revision: 1, createdAt: now, updatedAt: now)
    }

    private static let statement: StatementResource? = ofService("Statement")
    private static let objective: ObjectiveResource? = ofService("ObjectiveResult")

    /// An example of the OpenAPI document, as one of our service's: what it shows, the code can read.
    private static func ofService<Value: Decodable>(_ name: String) -> Value? {
        guard let schema = try? JSONSchema(yaml: DocumentResource.text(named: "openapi")),
            let example = schema.named(name)?["examples"]?.items?.first
        else { return nil }
        let id = example["service"]?.text ?? ""
        return try? PledgeJSON.decode(Value.self, from: example.json.replacing(id, with: serviceID.description))
    }
}

extension EventSamples {
    static let tenant = TenantState(
        id: tenantID, key: "zecto", name: "Zecto", timeZone: "Asia/Karachi", language: .nl, revision: 1, createdAt: now,
        updatedAt: now)
    static let customer = CustomerState(
        id: customerID, key: "acme", name: "Acme", timeZone: nil, contactEmail: "it@acme.example", revision: 1, createdAt: now,
        updatedAt: now)
    static let member = MemberState(
        id: MemberID(), customer: customerID, name: "Ayesha", email: "ayesha@acme.example", role: .owner, timeZone: nil,
        revision: 1, createdAt: now, updatedAt: now)
    static let service = ServiceState(
        id: serviceID, key: "cpaas", name: "CPaaS",
        components: [
            ComponentState(key: "api", name: nil, source: .declared),
            ComponentState(
                key: "sms", name: "SMS",
                source: .probe(
                    ProbeSource(
                        locations: ["khi"], quorum: 1, confirm: 1, staleSeconds: 90,
                        prometheus: PrometheusProbe(series: "probe_success", labels: ["job": "blackbox"], locationLabel: nil)))),
        ],
        tree: .all([.component("api"), .component("sms")]), revision: 1, createdAt: now, updatedAt: now)
    static let calendar = CalendarState(
        id: CalendarID(), key: "office", name: "Office", timeZone: "Asia/Karachi", weekly: ["mon": [["09:00", "18:00"]]],
        holidays: ["2026-03-23"], revision: 1, createdAt: now, updatedAt: now)
    static let version = AgreementVersionState(
        agreement: agreementID, key: "sla", title: "SLA", version: 1, document: Node(.map([])), services: ["cpaas": serviceID],
        publishedAt: now, effectiveFrom: now, effectiveUntil: nil)
    static let waitingVersion = AgreementVersionState(
        agreement: agreementID, key: "sla", title: "SLA", version: 2, document: Node(.map([])), services: ["cpaas": serviceID],
        publishedAt: now, effectiveFrom: now, effectiveUntil: nil,
        noticeRules: [
            NoticeRule(
                replaces: 1, clause: "S2-10.2", days: 30, channels: ["email"], timeZone: "Asia/Karachi",
                reductions: [.init(clauses: ["S2-2.1"], detail: "the target falls")])
        ])
    static let schedule = AgreementScheduleState(
        agreement: agreementID, key: "sla", version: 2, customer: customerID, basis: .notice, state: .scheduled, replaces: 1,
        notice: NoticeID(), provedAt: now, effectiveFrom: now.advanced(by: 30 * 86_400), revision: 2, updatedAt: now)
    static let notice = NoticeResource(
        id: NoticeID(), kind: .changeOfTerms, agreement: agreementID, version: 2, maintenance: nil, customers: [customerID],
        channel: "email", givenAt: now, recipient: "legal@acme.example", text: "From April on",
        textHash: String(repeating: "0a", count: 32), recordedBy: "key_x", createdAt: now)
    static let webhook = WebhookResource(
        id: WebhookID(), url: "https://hooks.example.com/", description: "billing", types: ["pledge.claims.*"], state: .disabled,
        disabledReason: "it answered that it is gone (410)", disabledAt: now, failingSince: now, previousSecretUntil: now,
        secret: "never told", version: 2, createdAt: now, updatedAt: now)
    static let delivery = DeliveryResource(
        id: DeliveryID(), event: EventID(), eventType: "pledge.availability.maintenance.announced.v1", topic: "maintenance",
        channel: .email, webhook: nil, customer: customerID, member: MemberID(), recipient: "ayesha@acme.example",
        language: "en", subject: "Works", text: "never told", state: .dead, attempts: 10, unansweredAttempts: 1,
        nextAttemptAt: nil, lastAttemptAt: now, lastAnswer: "550 no such user", deliveredAt: nil, createdAt: now)
    static let subscription = SubscriptionState(
        id: SubscriptionID(), customer: customerID, service: serviceID, agreement: agreementID, agreementVersion: nil,
        plan: "enterprise", currency: "PKR", fees: [:], billingAnchorDay: 1, trial: false, from: now, until: nil, revision: 1,
        createdAt: now, updatedAt: now)

    static func outage(component: String?, ended: Bool) -> OutageResource {
        OutageResource(
            id: OutageID(), service: serviceID, serviceKey: "cpaas", component: component, startedAt: now,
            endedAt: ended ? now.advanced(by: 31) : nil, state: ended ? .closed : .open, sources: ["probe"], components: ["api"],
            version: 1, createdAt: now, updatedAt: now)
    }

    static let maintenance = MaintenanceResource(
        id: MaintenanceID(), service: serviceID, serviceKey: "cpaas", components: nil, kind: .scheduled, from: now,
        to: now.advanced(by: 3600), title: "Upgrade", announcedAt: now, proof: nil, state: .announced,
        covered: [.init(from: now, to: now.advanced(by: 3600), announcedAt: now)], announcedBy: "key_x", version: 1,
        createdAt: now, updatedAt: now)
    static let exclusion = ExclusionResource(
        id: ExclusionID(), service: serviceID, serviceKey: "cpaas", components: ["api"],
        customers: [customerID], ground: .customer, from: now, to: now.advanced(by: 60), evidence: "ticket 1", reason: "theirs",
        state: .proposed, proposedBy: "key_x", version: 1, createdAt: now, updatedAt: now)
    static let wideExclusion = ExclusionResource(
        id: ExclusionID(), service: nil, serviceKey: nil, components: nil, ground: .forceMajeure, from: now,
        to: now.advanced(by: 60), evidence: "notice 1", reason: "nobody's", state: .approved, proposedBy: "key_x",
        decidedBy: "key_y", decidedAt: now, decisionReason: "seen", version: 2, createdAt: now, updatedAt: now)
}
