import Contracts
import Foundation
import Terms
import TestSupport
import Testing

/// What receives in all walks: a real mail server, and an endpoint for webhooks.
struct WalkInbox: Sendable {
    let mail: MailCatcher
    let hooks: Receiver
}

/// Who is told on one walk: the tenant's own system by webhook, and the customer's member by mail and in the feed.
struct WalkReceivers: Sendable {
    let inbox: WalkInbox
    /// The path of the tenant's endpoint.
    let path: String
    /// The secret that its webhooks are signed with.
    let secret: String
    let mailbox: String
    let provider: Provider
    /// The member's key.
    let member: String

    /// What came for the tenant's system, with the event.
    private func hooks() throws -> [(message: Receiver.Received, event: Node)] {
        try inbox.hooks.received.filter { $0.path == path }.map { ($0, try Node(json: Data($0.body.utf8))) }
    }

    private func mails() throws -> [MailCatcher.Mail] { try inbox.mail.mails().filter { $0.recipients == [mailbox] } }

    /// Waits until an event has reached everybody, each once and with every clause.
    ///
    /// - Parameters:
    ///   - type: of the event, without `pledge.` and the version.
    ///   - subject: how the mail's subject begins.
    ///   - id: what it is about, where several may be.
    func told(
        _ type: String, _ subject: String, citing clauses: [String] = [], saying words: String? = nil, id: String? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let full = "pledge.\(type).v1"
        let hook = try await eventually("the webhook of \(type)") {
            try hooks().last { $0.event["type"]?.text == full && (id == nil || $0.event["subject"]?.text == id) }
        }
        let told = try await StandardWebhooks.verify([hook.message], secret)
        #expect(told == [full], sourceLocation: sourceLocation)
        let event = try #require(hook.event["id"]?.text)
        let deliveries: [Node] = try await eventually("the deliveries of \(type)") {
            let page = try await provider.read("/v1/deliveries?event=\(event)")
            let all = page["data"]?.items ?? []
            return all.count >= 3 && all.allSatisfy { $0["state"]?.text == "delivered" } ? all : nil
        }
        let channels = deliveries.compactMap { $0["channel"]?.text }.sorted()
        #expect(channels == ["email", "in_app", "webhook"], sourceLocation: sourceLocation)
        let delivery = try #require(deliveries.first { $0["channel"]?.text == "email" }?["id"]?.text)
        let mail = try await eventually("the mail of \(type)") { try mails().first { $0.messageId.contains(delivery) } }
        #expect(mail.defects.isEmpty && mail.subject.hasPrefix(subject), "\(mail.subject)", sourceLocation: sourceLocation)
        let feed = try await provider.installation.send(.GET, "/v1/deliveries?channel=in_app&event=\(event)", key: member)
        let posted = feed["data", "0", "text"]?.text ?? ""
        for part in clauses + [words].compactMap(\.self) {
            #expect(mail.text.contains(part) && posted.contains(part), "\(part): \(mail.text)", sourceLocation: sourceLocation)
        }
    }

    /// Waits until the tenant's own system has heard of an event of which customers are not told.
    func heard(_ type: String) async throws {
        _ = try await eventually("the webhook of \(type)") { try hooks().last { $0.event["type"]?.text == "pledge.\(type).v1" } }
    }

    /// Expects that nobody was told anything twice, and that every webhook is what the package believes.
    func expectNothingTwice() async throws {
        let hooks = try hooks()
        let ids = hooks.compactMap { $0.message.headers["webhook-id"] }
        #expect(Set(ids).count == hooks.count)
        #expect(Set(hooks.compactMap { $0.event["id"]?.text }).count == hooks.count)
        let believed = try await StandardWebhooks.verify(hooks.map(\.message), secret)
        #expect(believed == hooks.compactMap { $0.event["type"]?.text })
        let mails = try mails()
        #expect(Set(mails.map(\.messageId)).count == mails.count)
    }
}
