import Chassis
import Contracts
import HTTPTypes
import Postgres
import Terms

/// `/v1/subscriptions`: customers' contracts.
struct SubscriptionRoutes: Sendable {
    let chassis: Chassis
    /// Told when a version will come into force for a customer, or a subscription has an end.
    let effectiveDates: EffectiveDates

    var routes: [Route] {
        let body = BodyRule.json(maximumBytes: Bounds.smallBodyBytes)
        return [
            Route(
                .get, "/v1/subscriptions", roles: .readers, query: ["limit", "cursor", "customer", "service", "agreement"],
                handler: list),
            Route(.post, "/v1/subscriptions", roles: .managers, body: body, handler: create),
            Route(.get, "/v1/subscriptions/{id}", roles: .readers, handler: get),
            Route(.put, "/v1/subscriptions/{id}", roles: .managers, body: body, handler: replace),
        ]
    }

    private func list(_ request: APIRequest) async throws -> Reply {
        let page = try request.page()
        let filter = SubscriptionStore.Filter(
            customer: try request.caller.scope(to: try request.query.id("customer")), service: try request.query.id("service"),
            agreement: try request.query.id("agreement"))
        let query = SubscriptionStore.page(filter, after: page.after?.id, limit: page.fetch)
        let rows = try await chassis.database.query(query, tenant: request.tenant.uuid).map(SubscriptionStore.decode)
        return try page.reply(rows, cursor: { Cursor(id: $0.id.uuid) }, present: SubscriptionResource.init)
    }

    private func create(_ request: APIRequest) async throws -> Reply {
        let draft = try request.read { SubscriptionDraft($0) }
        defer { effectiveDates.nudge() }
        return try await chassis.create(request, taken: "") { transaction, now in
            let subscription = draft.subscription(id: SubscriptionID(), at: now)
            try await check(subscription, transaction)
            _ = try await transaction.execute(
                [
                    try SubscriptionStore.insert(subscription, of: request.tenant, by: request.caller.principal),
                    try request.tell(SubscriptionStarted(subscription: subscription), about: subscription.id, at: now),
                ] + (try await schedules(of: subscription, transaction, request, now)))
            return try .created(
                SubscriptionResource(subscription), location: "/v1/subscriptions/\(subscription.id)",
                version: subscription.revision)
        }
    }

    private func get(_ request: APIRequest) async throws -> Reply {
        let find = SubscriptionStore.find(try request.id(), visibleTo: request.caller.customer)
        let subscription = try await chassis.findOne(request, "subscription", find, decode: SubscriptionStore.decode)
        return try .json(SubscriptionResource(subscription), version: subscription.revision)
    }

    /// Fees, trial and dates change; an end that is set for the first time is told as such.
    private func replace(_ request: APIRequest) async throws -> Reply {
        let find = SubscriptionStore.find(try request.id())
        defer { effectiveDates.nudge() }
        return try await chassis.change(
            request, "subscription", find: find, decode: SubscriptionStore.decode
        ) { transaction, old, now in
            let particulars = try request.read { SubscriptionParticulars($0, currency: old.currency, from: old.from) }
            let subscription = particulars.applied(to: old, at: now)
            try await refuseOverlap(subscription, transaction)
            let isEnd = old.until == nil && subscription.until != nil
            _ = try await transaction.execute([
                try SubscriptionStore.update(subscription, by: request.caller.principal),
                isEnd
                    ? try request.tell(SubscriptionEnded(subscription: subscription), about: subscription.id, at: now)
                    : try request.tell(SubscriptionChanged(subscription: subscription), about: subscription.id, at: now),
            ])
            return try .json(SubscriptionResource(subscription), version: subscription.revision)
        }
    }

    /// Holds a new subscription to what the tenant has: customer, service, and terms that speak of that service and plan.
    private func check(_ subscription: SubscriptionState, _ transaction: Transaction) async throws {
        // The agreement before the customer, in the order in which a publication locks them.
        let rows = try await transaction.execute([
            AgreementStore.find(subscription.agreement).keeping, CustomerStore.find(subscription.customer).locking,
            ServiceStore.find(subscription.service), terms(of: subscription),
        ])
        var errors: [FieldError] = []
        if rows[1].isEmpty { errors.append(FieldError(pointer: "#/customer", detail: "there is no such customer")) }
        if rows[2].isEmpty { errors.append(FieldError(pointer: "#/service", detail: "there is no such service")) }
        if rows[0].isEmpty {
            errors.append(FieldError(pointer: "#/agreement", detail: "there is no such agreement"))
        } else if let row = rows[3].first {
            errors += TermsCheck.errors(of: subscription, under: try AgreementVersionStore.decode(row))
        } else if subscription.agreementVersion == nil {
            errors.append(FieldError(pointer: "#/agreement", detail: "no version of the agreement has been published"))
        } else {
            errors.append(FieldError(pointer: "#/agreement_version", detail: "there is no such published version"))
        }
        guard errors.isEmpty else { throw Problem.validation(errors) }
        try await refuseOverlap(subscription, transaction)
    }

    /// The schedules of a customer who is new under the agreement, for the versions that wait for notice.
    private func schedules(
        of subscription: SubscriptionState, _ transaction: Transaction, _ request: APIRequest, _ now: Instant
    ) async throws -> [Query] {
        guard subscription.agreementVersion == nil else { return [] }
        let rows = try await transaction.execute([
            AgreementStore.find(subscription.agreement), AgreementVersionStore.published(of: subscription.agreement),
            ScheduleStore.find([subscription.customer], under: subscription.agreement),
        ])
        guard let agreement = try rows[0].first.map(AgreementStore.decode) else { return [] }
        let known = Set(try rows[2].map(ScheduleStore.decode).map(\.version))
        let schedules = try rows[1].map(AgreementVersionStore.decode).filter { !known.contains($0.version) }
            .compactMap { VersionSchedule(of: subscription, joining: $0, at: now) }
        let publishing = Publishing(
            agreement: agreement, transaction: transaction, tenant: request.tenant,
            traceparent: request.traceparent.description, now: now)
        return ScheduleStore.insert(schedules, of: request.tenant) + (try publishing.told(schedules))
    }

    private func terms(of subscription: SubscriptionState) -> Query {
        guard let version = subscription.agreementVersion else {
            return AgreementVersionStore.lastPublished(of: subscription.agreement)
        }
        return AgreementVersionStore.find(version, of: subscription.agreement, publishedOnly: true)
    }

    /// One plan is in force at an instant: a customer has one subscription to a service at a time.
    private func refuseOverlap(_ subscription: SubscriptionState, _ transaction: Transaction) async throws {
        let rows = try await transaction.execute([
            CustomerStore.find(subscription.customer).locking, SubscriptionStore.overlapping(subscription),
        ])
        guard let other = try rows[1].decodeFirst(SubscriptionID.self) else { return }
        throw Problem.conflict("the customer subscribes to this service at that time already, with \(other)", slug: "overlap")
    }
}
