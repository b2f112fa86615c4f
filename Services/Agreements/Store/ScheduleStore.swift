import Contracts
import Foundation
import Messaging
import Postgres
import Terms

/// SQL of `version_schedules`.
enum ScheduleStore {
    private static let columns: Query = """
        agreement_id, version, customer_id, basis, replaces, notice_id, proved_at, effective_from, announced_at, revision,
        created_at, updated_at
        """

    /// Adds schedules; more than one statement when they are many.
    static func insert(_ schedules: [VersionSchedule], of tenant: TenantID) -> [Query] {
        stride(from: 0, to: schedules.count, by: Bounds.writesPerStatement).map { start in
            let part = schedules[start..<min(start + Bounds.writesPerStatement, schedules.count)]
            return """
                insert into version_schedules (tenant_id, agreement_id, version, customer_id, basis, replaces, effective_from,
                    revision, created_at, updated_at)
                select \(tenant), agreement_id, version, customer_id, basis, replaces, effective_from, 1, created_at, created_at
                from unnest(\(part.map(\.agreement)), \(part.map { Int64($0.version) }),
                    \(part.map(\.customer)), \(part.map(\.basis.rawValue)), \(part.map { $0.replaces.map(Int64.init) }),
                    \(part.map { $0.effectiveFrom }), \(part.map(\.createdAt)))
                    as s (agreement_id, version, customer_id, basis, replaces, effective_from, created_at)
                """
        }
    }

    /// Writes a changed schedule.
    static func update(_ schedule: VersionSchedule) -> Query {
        """
        update version_schedules set notice_id = \(schedule.proof?.notice), proved_at = \(schedule.proof?.givenAt),
            effective_from = \(schedule.effectiveFrom), announced_at = \(schedule.announcedAt),
            revision = \(schedule.revision), updated_at = \(schedule.updatedAt)
        where agreement_id = \(schedule.agreement) and version = \(schedule.version) and customer_id = \(schedule.customer)
        """
    }

    /// Some customers' schedules for a version.
    static func find(_ version: Int, of agreement: AgreementID, customers: [CustomerID]) -> Query {
        """
        select \(columns) from version_schedules
        where agreement_id = \(agreement) and version = \(version) and customer_id = any (\(customers))
        """
    }

    /// All schedules of one customer under an agreement, or of some customers.
    static func find(_ customers: [CustomerID], under agreement: AgreementID) -> Query {
        """
        select \(columns) from version_schedules
        where agreement_id = \(agreement) and customer_id = any (\(customers))
        """
    }

    /// The customers on whichever version is in force, now or later: those with a subscription that names none.
    static func customers(under agreement: AgreementID, at now: Instant) -> Query {
        """
        select distinct customer_id from subscriptions
        where agreement_id = \(agreement) and agreement_version is null and (ends_at is null or ends_at > \(now))
        """
    }

    /// Schedules of all tenants that have come due without its being told; for the worker's role.
    static func due(at now: Instant, limit: Int) -> Query {
        """
        select tenant_id, agreement_id, version, customer_id from version_schedules
        where effective_from <= \(now) and announced_at is null order by effective_from limit \(limit)
        """
    }

    /// When the next schedule of any tenant falls due; for the worker's role.
    static let nextDue: Query = """
        select min(effective_from) from version_schedules where effective_from is not null and announced_at is null
        """

    /// A schedule that is due still, and that nobody else is working on.
    static func take(_ version: Int, of agreement: AgreementID, _ customer: CustomerID, at now: Instant) -> Query {
        """
        select \(columns) from version_schedules
        where agreement_id = \(agreement) and version = \(version) and customer_id = \(customer)
            and announced_at is null and effective_from <= \(now)
        for update skip locked
        """
    }

    /// When a version had nobody left to wait for: the last customer came onto it, or the last that had not left. Null while
    /// there is one that it waits for; a subscription that names a version stays on that, and waits for none.
    static func completion(of version: Int, of agreement: AgreementID, at now: Instant) -> Query {
        let waiting: Query = """
            version_schedules s join subscriptions u on u.customer_id = s.customer_id and u.agreement_id = s.agreement_id
            where s.agreement_id = \(agreement) and s.version = \(version) and s.announced_at is null
                and u.agreement_version is null
            """
        return """
            select case when not exists (select from \(waiting) and (u.ends_at is null or u.ends_at > \(now))) then greatest(
                (select max(effective_from) from version_schedules
                    where agreement_id = \(agreement) and version = \(version) and announced_at is not null),
                (select max(u.ends_at) from \(waiting)))
            end
            """
    }

    /// The versions that still wait for a customer.
    static func waiting(for customer: CustomerID, under agreement: AgreementID) -> Query {
        """
        select version from version_schedules
        where customer_id = \(customer) and agreement_id = \(agreement) and announced_at is null order by version
        """
    }

    /// How many schedules of a version are in force, to come, and without proof.
    static func counts(_ version: Int, of agreement: AgreementID, at now: Instant) -> Query {
        """
        select count(*) filter (where effective_from <= \(now)), count(*) filter (where effective_from > \(now)),
            count(*) filter (where effective_from is null)
        from version_schedules where agreement_id = \(agreement) and version = \(version)
        """
    }

    /// Reads a row.
    static func decode(_ row: Row) throws -> VersionSchedule {
        let (
            agreement, version, customer, basis, replaces, notice, provedAt, effectiveFrom, announcedAt, revision, createdAt,
            updatedAt
        ) = try row.decode(
            (
                AgreementID, Int, CustomerID, String, Int?, NoticeID?, Instant?, Instant?, Instant?, Int64, Instant, Instant
            ).self)
        var proof: VersionSchedule.Proof?
        if let notice, let provedAt { proof = VersionSchedule.Proof(notice: notice, givenAt: provedAt) }
        return VersionSchedule(
            agreement: agreement, version: version, customer: customer,
            basis: AgreementScheduleState.Basis(rawValue: basis) ?? .notice, replaces: replaces, proof: proof,
            effectiveFrom: effectiveFrom, announcedAt: announcedAt, revision: revision, createdAt: createdAt,
            updatedAt: updatedAt)
    }
}
