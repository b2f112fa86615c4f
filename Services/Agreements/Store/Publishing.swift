import Contracts
import Foundation
import Messaging
import Postgres
import Terms

/// Publishes a version in a transaction that has locked the agreement: judges what it means for every customer, and writes the
/// version, the schedules, the ends of the versions that it replaces, and the events of all of it.
struct Publishing: Sendable {
    let agreement: AgreementState
    let transaction: Transaction
    let tenant: TenantID
    let traceparent: String?
    let now: Instant

    /// Publishes `draft`, whose publication is set but for the rules of notice; gives the version as it is then.
    func publish(_ draft: AgreementVersion, _ document: AgreementDocument) async throws -> AgreementVersion {
        guard var publication = draft.publication else { return draft }
        let plan = try await plan(draft, document, publication.effectiveFrom)
        publication.noticeRules = plan.rules
        publication.firstStart = plan.schedules.compactMap(\.effectiveFrom).min()
        var version = draft
        version.publication = publication
        var writes = try await writes(version, publication)
        writes += ScheduleStore.insert(plan.schedules, of: tenant)
        writes += try told(plan.schedules)
        _ = try await transaction.execute(writes)
        return version
    }

    private func plan(_ draft: AgreementVersion, _ document: AgreementDocument, _ from: Instant) async throws -> PublicationPlan {
        let rows = try await transaction.execute([
            AgreementVersionStore.published(of: agreement.id), ScheduleStore.customers(under: agreement.id, at: now),
        ])
        let published = try rows[0].map(AgreementVersionStore.decode)
        let customers = try rows[1].decode(CustomerID.self)
        let known = try await transaction.query(ScheduleStore.find(customers, under: agreement.id)).map(ScheduleStore.decode)
        let byCustomer = Dictionary(grouping: known, by: \.customer)
        let replaced = customers.map { customer in
            let schedules = (byCustomer[customer] ?? []).map { ($0.version, $0.effectiveFrom) }
            let party = PublicationPlan.Party(customer: customer, schedules: Dictionary(uniqueKeysWithValues: schedules))
            return (customer, PublicationPlan.replaced(party, by: from, published, now: now))
        }
        let documents = try await documents(Set(replaced.flatMap(\.1)))
        return PublicationPlan(draft, from: from, replacing: replaced, now: now) { number in
            documents[number].flatMap { NoticeRule(replacing: number, $0, with: document) }
        }
    }

    private func documents(_ numbers: Set<Int>) async throws -> [Int: AgreementDocument] {
        guard !numbers.isEmpty else { return [:] }
        let versions = try await transaction.query(AgreementVersionStore.find(numbers.sorted(), of: agreement.id))
            .map(AgreementVersionStore.decode)
        return Dictionary(
            uniqueKeysWithValues: try versions.compactMap { version in
                try version.document.map { (version.version, try AgreementDocument($0)) }
            })
    }

    /// The version's new state and the ends of the versions before it, with the events of both. A version that waits for
    /// notice ends nothing: that comes when the last customer has come onto it.
    private func writes(_ version: AgreementVersion, _ publication: AgreementVersion.Publication) async throws -> [Query] {
        guard let state = version.published(of: agreement) else { return [] }
        let holdsForAll = publication.noticeRules.isEmpty
        let isEffective = holdsForAll && publication.effectiveFrom <= now
        var writes = [
            try AgreementVersionStore.publish(version, publication, announced: isEffective),
            try tell(AgreementPublished(version: state)),
        ]
        if holdsForAll {
            writes += try await ends(before: version.version, publication.effectiveFrom, at: publication.effectiveFrom)
        }
        if isEffective { writes.append(try tell(AgreementEffective(version: state))) }
        return writes
    }

    /// Ends every version that starts before another, from `start`, and has no end yet.
    func ends(before version: Int, _ start: Instant, at until: Instant) async throws -> [Query] {
        let before = try await transaction.query(AgreementVersionStore.unended(before: start, of: agreement.id))
            .map(AgreementVersionStore.decode)
        return try before.flatMap { previous -> [Query] in
            guard var old = previous.published(of: agreement) else { return [] }
            old.effectiveUntil = until
            return [
                AgreementVersionStore.end(previous.version, of: agreement.id, at: until),
                try tell(AgreementSuperseded(version: old, by: version)),
            ]
        }
    }

    /// Tells that a version has come into force.
    func effective(_ number: Int) async throws -> [Query] {
        let row = try await transaction.query(AgreementVersionStore.find(number, of: agreement.id)).first
        guard let state = try row.map(AgreementVersionStore.decode)?.published(of: agreement) else { return [] }
        return [try tell(AgreementEffective(version: state))]
    }

    /// Ends the versions before one that waited for notice, once it waits for nobody any more.
    func completion(_ number: Int) async throws -> [Query] {
        let rows = try await transaction.execute([
            ScheduleStore.completion(of: number, of: agreement.id, at: now),
            AgreementVersionStore.find([number], of: agreement.id),
        ])
        guard let until = try rows[0].decodeOne(Instant?.self),
            let publication = try rows[1].first.map(AgreementVersionStore.decode)?.publication
        else { return [] }
        return try await ends(before: number, publication.effectiveFrom, at: max(until, publication.effectiveFrom))
    }

    /// The events of schedules.
    func told(_ schedules: [VersionSchedule]) throws -> [Query] {
        try stride(from: 0, to: schedules.count, by: Bounds.writesPerStatement).map { start in
            let part = schedules[start..<min(start + Bounds.writesPerStatement, schedules.count)]
            return Outbox.insert(try part.map { try event(AgreementScheduled(schedule: $0.state(of: agreement))) })
        }
    }

    /// The outbox row of an event about the agreement.
    func tell(_ payload: some EventPayload) throws -> Query {
        Outbox.insert([try event(payload)])
    }

    private func event(_ payload: some EventPayload) throws -> OutboxEvent {
        try OutboxEvent(payload, tenant: tenant, subject: agreement.id.description, traceparent: traceparent, at: now)
    }
}
