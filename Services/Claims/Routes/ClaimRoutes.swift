import Chassis
import Contracts
import HTTPTypes
import Postgres
import Terms

/// `/v1/claims`: what customers demand, and what they are answered.
struct ClaimRoutes: Sendable {
    let chassis: Chassis
    /// Told when something may be due sooner.
    let wake: Wake

    var routes: [Route] {
        let body = BodyRule.json(maximumBytes: Bounds.claimBytes)
        return [
            Route(
                .get, "/v1/claims", roles: .readers,
                query: ["limit", "cursor", "customer", "state", "agreement", "statement", "ticket", "flagged"], handler: list),
            Route(.post, "/v1/claims", roles: .claimants, body: body, handler: submit),
            Route(.get, "/v1/claims/{id}", roles: .readers, handler: get),
            Route(.put, "/v1/claims/{id}", roles: .claimants, body: body, handler: change),
            Route(.delete, "/v1/claims/{id}", roles: .claimants, handler: withdraw),
            Route(.get, "/v1/claims/{id}/evidence", roles: .readers, query: ["limit", "cursor"], handler: evidence),
            Route(.post, "/v1/claims/{id}/evidence", roles: .claimants, body: body, handler: add),
            Route(
                .post, "/v1/claims/{id}/decision", roles: .deciders, body: .json(maximumBytes: Bounds.decisionBytes),
                handler: decide),
        ]
    }

    private func list(_ request: APIRequest) async throws -> Reply {
        let filter = ClaimStore.Filter(
            customer: try request.caller.scope(to: try request.query.id("customer")), state: try request.query.choice("state"),
            agreement: try request.query.id("agreement"), statement: try request.query.id("statement"),
            ticket: try request.query.id("ticket"), isFlagged: try request.query.bool("flagged"))
        return try await chassis.list(request, id: \.id.uuid, decode: ClaimStore.decode) {
            ClaimStore.page(filter, after: $0, limit: $1, of: request.tenant)
        }
    }

    private func get(_ request: APIRequest) async throws -> Reply {
        let find = ClaimStore.find(try request.id(), visibleTo: request.caller.customer, of: request.tenant)
        let claim = try await chassis.findOne(request, "claim", find, decode: ClaimStore.decode)
        return try .json(claim, version: claim.version)
    }

    private func submit(_ request: APIRequest) async throws -> Reply {
        let draft = try request.read { ClaimDraft($0) }
        let asked = try request.caller.scope(to: draft.customer)
        guard let customer = asked else { throw Problem.validation("#/customer", "is required for a key that is of no customer") }
        let reply = try await working(request) { transaction in
            let desk = try await chassis.desk(transaction, request)
            let claim = try await desk.submit(draft, for: customer, by: request.caller)
            return try .created(claim, location: "/v1/claims/\(claim.id)", version: claim.version)
        }
        ClaimMetrics.submitted()
        return reply
    }

    private func change(_ request: APIRequest) async throws -> Reply {
        let id: ClaimID = try request.id()
        let change = try request.read { ClaimChange($0) }
        return try await working(request) { transaction in
            let desk = try await chassis.desk(transaction, request)
            let old = try await desk.claim(id, visibleTo: request.caller.customer)
            try request.requireMatch(version: old.version)
            let claim = try await desk.change(old, change, by: request.caller)
            return try .json(claim, version: claim.version)
        }
    }

    private func withdraw(_ request: APIRequest) async throws -> Reply {
        let id: ClaimID = try request.id()
        return try await working(request) { transaction in
            let desk = try await chassis.desk(transaction, request)
            let old = try await desk.claim(id, visibleTo: request.caller.customer)
            try request.requireMatch(version: old.version)
            let claim = try await desk.withdraw(old, by: request.caller)
            return try .json(claim, version: claim.version)
        }
    }

    private func evidence(_ request: APIRequest) async throws -> Reply {
        let page = try request.page()
        let id: ClaimID = try request.id()
        let rows = try await chassis.database.execute(
            [
                ClaimStore.find(id, visibleTo: request.caller.customer, of: request.tenant),
                EvidenceStore.page(of: id, after: page.after?.id, limit: page.fetch, request.tenant),
            ], tenant: request.tenant.uuid)
        guard !rows[0].isEmpty else { throw Problem.notFound("claim") }
        return try page.reply(try rows[1].map(EvidenceStore.decode), cursor: { Cursor(id: $0.id.uuid) })
    }

    private func add(_ request: APIRequest) async throws -> Reply {
        let id: ClaimID = try request.id()
        let draft = try request.read { EvidenceDraft($0) }
        return try await working(request) { transaction in
            let desk = try await chassis.desk(transaction, request)
            let claim = try await desk.claim(id, visibleTo: request.caller.customer)
            let evidence = try await desk.add(draft, to: claim, by: request.caller)
            return try .created(evidence, location: "/v1/claims/\(id)/evidence")
        }
    }

    private func decide(_ request: APIRequest) async throws -> Reply {
        let id: ClaimID = try request.id()
        let decision = try request.read { ClaimDecision($0) }
        let reply = try await working(request) { transaction in
            let desk = try await chassis.desk(transaction, request)
            let old = try await desk.claim(id)
            if request.headers[.ifMatch] != nil { try request.requireMatch(version: old.version) }
            let claim = try await desk.decide(old, decision, by: request.caller.principal)
            return try .json(claim, version: claim.version)
        }
        ClaimMetrics.decided(decision.word)
        return reply
    }

    /// Works once per `Idempotency-Key`; what a claim's state or the database's rules forbid is a problem.
    private func working(_ request: APIRequest, _ body: (Transaction) async throws -> Reply) async throws -> Reply {
        defer { wake.ring() }
        return try await chassis.refusing { try await chassis.idempotent(request, body) }
    }
}
