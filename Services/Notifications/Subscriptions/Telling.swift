import Chassis
import Contracts
import Messaging
import Postgres
import Terms

/// Tells customers: works out who reads, in which words and by which channels, and makes the deliveries, in the transaction in
/// which the service hears of what happened.
struct Telling: Sendable {
    /// Topics that a company's own address is told of: notices that agreements oblige the tenant to give.
    private static let companyTopics: Set<PreferenceResource.Topic> = [.maintenance, .terms]

    let chassis: Chassis
    /// Whether there is a server that takes mail.
    let mails: Bool

    /// What people call those that an event is about; a name that has not come over yet is missing.
    struct Names {
        let tenant: String
        let service: String?
    }

    /// Something to be told, before it is known who reads it.
    struct Letter: Sendable {
        let event: EventEnvelope
        let topic: PreferenceResource.Topic
        let audience: AudienceStore.Audience
        /// The service that the words name; nil for none.
        var service: ServiceID?
        /// What the arrival of a mail gives notice of; nil when it is none.
        var notice: NoticeSubject?
        /// Makes the words, with the names.
        let template: @Sendable (Names) -> any Template

        /// What has to be looked up for it: its names first, then who reads it.
        var questions: [AudienceStore.Question] {
            let people: [AudienceStore.Question] = [.names(service), .members(audience)]
            return Telling.companyTopics.contains(topic) ? people + [.companies(audience)] : people
        }
    }

    /// Tells of events of a tenant. What several of them ask is looked up once, all of it in one round trip.
    func tell(_ letters: [Letter], of tenant: TenantID, _ transaction: Transaction) async throws {
        guard !letters.isEmpty else { return }
        let now = chassis.clock.now
        let questions = Array(Set(letters.flatMap(\.questions)))
        let found = try await transaction.execute(questions.map { AudienceStore.query($0, at: now, of: tenant) })
        let answers = Dictionary(uniqueKeysWithValues: zip(questions, found))
        let deliveries = try letters.flatMap { try self.deliveries(of: $0, answers, at: now) }
        try transaction.enqueue(DeliveryStore.insert(deliveries, of: tenant))
    }

    private func deliveries(
        of letter: Letter, _ answers: [AudienceStore.Question: Rows], at now: Instant
    ) throws -> [NewDelivery] {
        let rows = letter.questions.compactMap { answers[$0] }
        let readers = try rows.dropFirst().flatMap { try $0.map { try AudienceStore.decode($0, letter.topic) } }
        guard !readers.isEmpty else { return [] }
        let (tenantName, serviceName) = try rows[0].decodeOne((String?, String?).self)
        let template = letter.template(Names(tenant: tenantName ?? "", service: serviceName))
        return Reader.distinct(readers).flatMap { reader in
            let words = template.words(for: reader)
            return reader.channels.compactMap { channel -> NewDelivery? in
                if channel == .email, !mails || reader.address == nil { return nil }
                return NewDelivery(
                    letter.event, to: reader, about: letter.topic, by: channel, words, notice: letter.notice, at: now)
            }
        }
    }
}
