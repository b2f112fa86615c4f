import Contracts
import Foundation
import Messaging
import Postgres
import Terms

/// SQL of `credits`.
enum CreditStore {
    private static let columns: Query = """
        body, state, remaining_minor, expires_at, void_reason, revision, updated_at,
        coalesce((select json_agg(json_build_array(l.invoice, -l.amount_minor, extract(epoch from l.posted_at)::bigint)
            order by l.posting_id) from ledger_entries l
            where l.tenant_id = c.tenant_id and l.credit_id = c.id and l.account = 'receivables'), '[]')::text
        """

    /// Adds a credit; the ledger gives it its balance.
    static func insert(_ credit: CreditResource, of tenant: TenantID) throws -> Query {
        """
        insert into credits (tenant_id, id, customer_id, claim_id, statement_id, agreement_id, window_start, window_end,
            currency, amount_minor, state, issued_at, expires_at, revision, body, updated_at, supplements, statement_revision,
            issued_by)
        values (\(tenant), \(credit.id), \(credit.customer), \(credit.claim), \(credit.statement), \(credit.agreement),
            \(credit.window.from), \(credit.window.to), \(credit.amount.currency), \(credit.amount.amountMinor),
            \(credit.state.rawValue), \(credit.issuedAt), \(credit.expiresAt), \(credit.version),
            \(try PledgeJSON.encodeText(credit)), \(credit.updatedAt), \(credit.supplements),
            \(credit.statementRevision.map(Int32.init(clamping:))), \(credit.issuedBy))
        """
    }

    /// Writes what can change about a credit beside its balance.
    static func update(_ credit: CreditResource, of tenant: TenantID) -> Query {
        """
        update credits set state = \(credit.state.rawValue), expires_at = \(credit.expiresAt),
            void_reason = \(credit.voidReason), revision = \(credit.version), updated_at = \(credit.updatedAt)
        where tenant_id = \(tenant) and id = \(credit.id)
        """
    }

    /// One credit; for a customer only its own.
    static func find(_ id: CreditID, visibleTo customer: CustomerID? = nil, of tenant: TenantID) -> Query {
        var query: Query = "select \(columns) from credits c where tenant_id = \(tenant) and id = \(id)"
        if let customer { query += " and customer_id = \(customer)" }
        return query
    }

    /// What a list of credits can be narrowed to.
    struct Filter: Sendable {
        var customer: CustomerID?
        var state: CreditResource.State?
        var claim: ClaimID?
    }

    /// A page, the newest first.
    static func page(_ filter: Filter, after: UUID?, limit: Int, of tenant: TenantID) -> Query {
        var query: Query = "select \(columns) from credits c where tenant_id = \(tenant)"
        if let customer = filter.customer { query += " and customer_id = \(customer)" }
        if let state = filter.state { query += " and state = \(state.rawValue)" }
        if let claim = filter.claim { query += " and claim_id = \(claim)" }
        return query.newestFirst(after: after, limit: limit)
    }

    /// The credits of which something is left, the oldest first, and how many there are and what is left by currency: two queries.
    static func outstanding(of customer: CustomerID?, limit: Int, _ tenant: TenantID) -> [Query] {
        var conditions: Query = " from credits c where tenant_id = \(tenant) and remaining_minor > 0"
        if let customer { conditions += " and customer_id = \(customer)" }
        return [
            "select \(columns)" + conditions + " order by issued_at, id limit \(limit)",
            """
            select currency, count(*), least(sum(remaining_minor), 9223372036854775807)::bigint
            """ + conditions + " group by currency order by currency",
        ]
    }

    /// A customer's credits in a currency of which something is left, the oldest first, up to and with one of them.
    static func usable(upTo credit: CreditResource, limit: Int, of tenant: TenantID) -> Query {
        """
        select \(columns) from credits c
        where tenant_id = \(tenant) and customer_id = \(credit.customer) and currency = \(credit.amount.currency)
            and remaining_minor > 0 and (issued_at, id) <= (\(credit.issuedAt), \(credit.id))
        order by issued_at, id limit \(limit)
        """
    }

    /// What a customer was credited and may keep.
    static func breaches(of customer: CustomerID, _ tenant: TenantID) -> Query {
        """
        select id, statement_id, agreement_id, body::json ->> 'agreement_key', window_start, window_end, currency,
            amount_minor - voided_minor
        from credits where tenant_id = \(tenant) and customer_id = \(customer) and voided_minor < amount_minor
        order by issued_at, id
        """
    }

    /// What a claim was granted, all its credits together; null where it has none.
    static func granted(to claim: ClaimID, of tenant: TenantID) -> Query {
        "select sum(amount_minor)::bigint from credits where tenant_id = \(tenant) and claim_id = \(claim)"
    }

    /// A credit as the case of a claim depends on it, without what was missed.
    struct Breach: Sendable {
        let credit: CreditID
        let statement: StatementID
        let agreement: AgreementID
        let agreementKey: String
        let window: Interval
        let currency: String
        let amountMinor: Int64

        func breach(_ missed: MissedCommitment?) -> CreditedBreach {
            CreditedBreach(
                credit: credit, statement: statement, agreementKey: agreementKey, window: window, currency: currency,
                amountMinor: amountMinor, missed: missed)
        }
    }

    /// Reads what ``breaches(of:_:)`` found.
    static func decodeBreach(_ row: Row) throws -> Breach {
        let (credit, statement, agreement, key, start, end, currency, amount) = try row.decode(
            (CreditID, StatementID, AgreementID, String, Instant, Instant, String, Int64).self)
        return Breach(
            credit: credit, statement: statement, agreement: agreement, agreementKey: key, window: Interval(start, end),
            currency: currency, amountMinor: amount)
    }

    /// The credits of a customer under an agreement of which something is left.
    static func left(of customer: CustomerID, under agreement: AgreementID, _ tenant: TenantID) -> Query {
        """
        select \(columns) from credits c
        where tenant_id = \(tenant) and customer_id = \(customer) and agreement_id = \(agreement) and remaining_minor > 0
        order by issued_at, id
        """
    }

    /// The tenants with credits that end. For the worker's role.
    static func dueTenants(at now: Instant, limit: Int) -> Query {
        "select distinct tenant_id from credits where expires_at <= \(now) and remaining_minor > 0 limit \(limit)"
    }

    /// When the next credit ends. For the worker's role.
    static let nextDue: Query = "select min(expires_at) from credits where expires_at is not null and remaining_minor > 0"

    /// Takes a tenant's credits that end and that no other replica has.
    static func due(at now: Instant, limit: Int, of tenant: TenantID) -> Query {
        """
        select \(columns) from credits c where tenant_id = \(tenant) and expires_at <= \(now) and remaining_minor > 0
        order by issued_at, id limit \(limit) for update skip locked
        """
    }

    /// Reads a row.
    static func decode(_ row: Row) throws -> CreditResource {
        let (body, state, remaining, expiresAt, voidReason, version, updatedAt, applications) = try row.decode(
            (String, String, Int64, Instant?, String?, Int64, Instant, String).self)
        var credit: CreditResource = try PledgeJSON.decode(from: body)
        credit.state = CreditResource.State(rawValue: state) ?? credit.state
        credit.remainingMinor = remaining
        credit.expiresAt = expiresAt
        credit.voidReason = voidReason
        credit.version = version
        credit.updatedAt = updatedAt
        credit.applications = try Node(json: Data(applications.utf8)).applications
        return credit
    }
}

extension Node {
    /// Rows of invoice, amount and time.
    fileprivate var applications: [CreditResource.Application] {
        guard case .list(let rows) = value else { return [] }
        return rows.compactMap { row in
            guard case .list(let parts) = row.value, parts.count == 3, case .string(let invoice) = parts[0].value,
                case .number(let amount) = parts[1].value, case .number(let at) = parts[2].value,
                let minor = Int64(amount), let seconds = Int64(at)
            else { return nil }
            return CreditResource.Application(
                invoice: invoice, amountMinor: minor, at: Instant(epochSeconds: seconds))
        }
    }
}
