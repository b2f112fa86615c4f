import Contracts
import Postgres
import Terms

/// Has windows of every kind waited for, so that what they came to is kept when they end.
enum WindowWaiting {
    /// What has to be waited for when a version was published or has another start.
    static func schedule(
        _ number: Int, of agreement: AgreementID, among terms: KnownTerms, now: Instant, of tenant: TenantID
    ) -> [Query] {
        wait(
            StatementMaker.windows.published(number, of: agreement, among: terms, now: now),
            ObjectiveMaker.windows.published(number, of: agreement, among: terms, now: now), at: now, of: tenant)
    }

    /// What has to be waited for beside that because a contract of a customer has come or changed.
    ///
    /// - Parameters:
    ///   - known: the terms before, whose windows are waited for already.
    ///   - terms: the terms as the contract makes them.
    static func schedule(
        for customer: CustomerTerms, under agreement: AgreementID, _ known: KnownTerms, _ terms: KnownTerms, now: Instant,
        of tenant: TenantID
    ) -> [Query] {
        wait(
            StatementMaker.windows.bound(customer, under: agreement, known, terms, now: now),
            ObjectiveMaker.windows.bound(customer, under: agreement, known, terms, now: now), at: now, of: tenant)
    }

    /// What has to be waited for because something touched customers and not everybody, from its first second on.
    static func schedule(
        own customers: [CustomerTerms], about service: ServiceID?, from start: Instant, _ touch: Touch, among terms: KnownTerms,
        now: Instant, of tenant: TenantID
    ) -> [Query] {
        wait(
            StatementMaker.windows.touched(customers, about: service, from: start, touch, among: terms, now: now),
            ObjectiveMaker.windows.touched(customers, about: service, from: start, touch, among: terms, now: now), at: now,
            of: tenant)
    }

    private static func wait(
        _ statements: [StatementKey], _ objectives: [StatementKey], at now: Instant, of tenant: TenantID
    ) -> [Query] {
        MadeStatement.wait(for: statements, at: now, of: tenant) + MadeObjective.wait(for: objectives, at: now, of: tenant)
    }
}
