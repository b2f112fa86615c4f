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

    /// Tells of an event.
    ///
    /// - Parameters:
    ///   - service: the service that the words name; nil for none.
    ///   - notice: what the arrival of a mail gives notice of; nil when it is none.
    ///   - template: makes the words, with the names.
    func tell(
        _ event: EventEnvelope, about topic: PreferenceResource.Topic, to audience: AudienceStore.Audience,
        naming service: ServiceID? = nil, notice: NoticeSubject? = nil, _ transaction: Transaction,
        in template: (Names) -> some Template
    ) async throws {
        let now = chassis.clock.now
        var queries = [
            AudienceStore.names(of: service, of: event.tenant), AudienceStore.members(audience, at: now, of: event.tenant),
        ]
        if Self.companyTopics.contains(topic) { queries.append(AudienceStore.companies(audience, at: now, of: event.tenant)) }
        let rows = try await transaction.execute(queries)
        let readers = try rows.dropFirst().flatMap { try $0.map { try AudienceStore.decode($0, topic) } }
        guard !readers.isEmpty else { return }
        let (tenantName, serviceName) = try rows[0].decodeOne((String?, String?).self)
        let template = template(Names(tenant: tenantName ?? "", service: serviceName))
        let deliveries = Reader.distinct(readers).flatMap { reader in
            let words = template.words(for: reader)
            return reader.channels.compactMap { channel -> NewDelivery? in
                if channel == .email, !mails || reader.address == nil { return nil }
                return NewDelivery(event, to: reader, about: topic, by: channel, words, notice: notice, at: now)
            }
        }
        try transaction.enqueue(DeliveryStore.insert(deliveries, of: event.tenant))
    }
}
