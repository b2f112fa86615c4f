import Chassis
import Contracts
import Messaging
import Postgres
import Terms

extension Chassis {
    /// Makes a thing, once per `Idempotency-Key`. `taken` is said when the thing's name is in use.
    func create(
        _ request: APIRequest, taken: String, _ body: (Transaction, Instant) async throws -> Reply
    ) async throws -> Reply {
        let now = clock.now
        return try await naming(taken) { try await self.idempotent(request) { try await body($0, now) } }
    }

    /// Changes a thing: locks it, holds the caller to the revision that it knows, and lets `body` write.
    ///
    /// - Throws: 404 when the tenant has no such thing; 428 and 412 of `If-Match`; 409 with `taken`; what `body` throws.
    func change<State: Revised>(
        _ request: APIRequest, _ what: String, taken: String = "", find: Query, decode: (Row) throws -> State,
        _ body: (Transaction, State, Instant) async throws -> Reply
    ) async throws -> Reply {
        let now = clock.now
        return try await naming(taken) {
            try await self.database.withTransaction(tenant: request.tenant.uuid) { transaction in
                guard let row = try await transaction.query(find.locking).first else { throw Problem.notFound(what) }
                let state = try decode(row)
                try request.requireMatch(version: state.revision)
                return try await body(transaction, state, now)
            }
        }
    }

    private func naming(_ taken: String, _ work: () async throws -> Reply) async throws -> Reply {
        do {
            return try await work()
        } catch let error as PostgresError where error.sqlState == .uniqueViolation {
            throw Problem.conflict(taken, slug: "taken")
        } catch let error as PostgresError
            where error.sqlState == .foreignKeyViolation && error.constraint?.hasSuffix("_tenant") == true
        {
            // The token is older than the end of its tenant.
            throw Problem.unauthorized("the token's tenant is gone")
        }
    }
}

extension APIRequest {
    /// The outbox row that tells of what this request did.
    func tell(_ payload: some EventPayload, about subject: some CustomStringConvertible, at now: Instant) throws -> Query {
        try tell(payload, about: subject, of: tenant, at: now)
    }

    /// The outbox row that tells of what this request did to another tenant.
    func tell(
        _ payload: some EventPayload, about subject: some CustomStringConvertible, of tenant: TenantID, at now: Instant
    ) throws -> Query {
        try Outbox.insert([
            OutboxEvent(
                payload, tenant: tenant, subject: subject.description, traceparent: traceparent.description, at: now)
        ])
    }
}
