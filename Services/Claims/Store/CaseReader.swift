import Contracts
import Foundation
import Messaging
import Postgres
import Terms

/// Puts together what claims are judged on.
struct CaseReader: Sendable {
    let transaction: Transaction
    let tenant: TenantID

    /// What a case is about.
    struct Subject: Sendable {
        let customer: CustomerID
        let agreement: AgreementID
        let version: Int
        let commitment: String
        let service: ServiceID
        let window: Interval
        let statement: StatementID?
    }

    /// The terms of an agreement; with the schedules of one customer, or of all.
    func terms(_ agreement: AgreementID, customer: CustomerID? = nil) async throws -> KnownTerms {
        let rows = try await transaction.execute([
            KnownStore.versions(of: agreement, tenant), KnownStore.schedules(of: customer, under: agreement, tenant),
        ])
        return try KnownTerms(
            KnownStore.decode(rows[0]),
            schedules: rows[1].decode((CustomerID, Int32, Instant?).self).map {
                ($0.0, Int($0.1), $0.2)
            })
    }

    /// The case of a customer; nil when the agreement does not have the promise.
    ///
    /// - Parameters:
    ///   - statement: its statement, where that is at hand already.
    ///   - answered: what of the agreement's list was given.
    func read(
        _ subject: Subject, _ terms: KnownTerms, statement known: KnownStatement? = nil, facts: ClaimResource.Facts = .init(),
        answered: Set<String> = [], receivedAt: Instant
    ) async throws -> ClaimCase? {
        guard let version = terms.version(subject.version), let commitment = version.document.commitment(subject.commitment),
            let serviceKey = version.state.services.first(where: { $0.value == subject.service })?.key
        else { return nil }
        let rows = try await transaction.execute([
            KnownStore.subscriptions(of: subject.customer, tenant), KnownStore.fees(of: subject.customer, tenant),
            CreditStore.breaches(of: subject.customer, tenant),
            KnownStatementStore.find(
                subject.agreement, version: subject.version, commitment: subject.commitment, service: subject.service,
                window: subject.window, of: tenant),
        ])
        let subscriptions = try KnownStore.decode(rows[0], as: SubscriptionState.self)
            .filter { $0.agreement == subject.agreement }
        let found = try rows[3].map(KnownStatementStore.decode).filter { $0.resource.isFor(subject.customer) }
        // A customer's own statement stands before everybody's, whichever was known first.
        let own = found.filter { $0.resource.customer != nil }
        let statement =
            known ?? own.first { $0.resource.id == subject.statement } ?? own.first
            ?? found.first { $0.resource.id == subject.statement } ?? found.first
        let running = subscriptions.filter {
            $0.service == subject.service && $0.from < subject.window.end && ($0.until ?? .latest) > subject.window.start
        }
        let usual = commitment.judgedWindow(
            at: subject.window.end.advanced(by: -1), zone: version.document.zone,
            billingDay: running.first?.billingAnchorDay ?? 1)
        let window = statement.map { Window($0.resource.window) } ?? usual
        let keys = Dictionary(version.state.services.map { ($0.value, $0.key) }) { first, _ in first }
        return ClaimCase(
            document: version.document, commitment: commitment, serviceKey: serviceKey, window: window, statement: statement,
            subscriptions: running,
            fees: FeeLines(
                subscriptions: subscriptions, recorded: try KnownStore.decode(rows[1]), serviceKeys: keys,
                zone: version.document.zone),
            credits: try await credits(rows[2], window, subject.agreement), receivedAt: receivedAt, facts: facts,
            answered: answered,
            isAutomatic: commitment.remedy.flatMap(version.document.remedy)?.granted == .automatic)
    }

    /// The statements that customers have of their own of what a statement is about, over its window or parts of it.
    func own(_ shared: StatementResource) async throws -> [CustomerID: [KnownStatement]] {
        guard shared.customer == nil else { return [:] }
        let found = try await transaction.query(
            KnownStatementStore.own(
                under: shared.agreement, commitment: shared.commitment, service: shared.service,
                within: Interval(shared.window.from, shared.window.to), of: tenant)
        ).map(KnownStatementStore.decode)
        return found.reduce(into: [:]) { own, statement in
            if let customer = statement.resource.customer { own[customer, default: []].append(statement) }
        }
    }

    /// The first statement that a customer has of its own where a statement is everybody's.
    func own(_ shared: StatementResource, for customer: CustomerID) async throws -> KnownStatement? {
        try await own(shared)[customer]?.first
    }

    /// The customer's credits; those of the same window under the same agreement with what was missed.
    private func credits(_ rows: Rows, _ window: Window, _ agreement: AgreementID) async throws -> [CreditedBreach] {
        let found = try rows.map(CreditStore.decodeBreach)
        let same = found.filter { $0.agreement == agreement && $0.window == window.interval }.map(\.statement)
        guard !same.isEmpty else { return found.map { $0.breach(nil) } }
        let statements = try await transaction.query(KnownStatementStore.find(same, of: tenant)).map(KnownStatementStore.decode)
        return found.map { credit in
            credit.breach(
                same.contains(credit.statement)
                    ? statements.first { $0.resource.id == credit.statement }?.missed(in: window) : nil)
        }
    }
}

extension CaseReader.Subject {
    /// What a claim is about.
    init(_ claim: ClaimResource) {
        customer = claim.customer
        agreement = claim.agreement
        version = claim.agreementVersion
        commitment = claim.commitment
        service = claim.service
        window = Interval(claim.window.from, claim.window.to)
        statement = claim.statement
    }

    /// What a customer could claim for a statement.
    init(_ customer: CustomerID, _ statement: StatementResource) {
        self.customer = customer
        agreement = statement.agreement
        version = statement.agreementVersion
        commitment = statement.commitment
        service = statement.service
        window = Interval(statement.window.from, statement.window.to)
        self.statement = statement.id
    }
}
