import Contracts
import Foundation
import Hosting
import Terms
import TestSupport
import Testing

/// What arrived of walks at the tenants' endpoints and in the customers' mailboxes.
struct WalkMessages {
    /// Seconds within which everything arrives: an attempt that was cut off is made again when its lease ends, after a minute.
    private static let arrivalSeconds = 240.0

    let stack: StackHarness
    let hooks: Receiver
    let mail: MailCatcher

    /// How many arrived, and which of them may have come twice.
    struct Tally: CustomStringConvertible {
        var webhooks = 0
        var mails = 0
        /// Ids of messages that came again because their answer was lost: the service says so itself.
        var webhooksAgain: [String] = []
        var mailsAgain: [String] = []
        /// Mails of which an answer of the server was lost, whether they came again or not.
        var mailsUnanswered: [String] = []

        var description: String {
            """
            \(webhooks) webhooks, \(webhooksAgain.count) of them came again under their webhook-id, their answer lost\
            \(Self.names(webhooksAgain)); \(mails) mails, \(mailsAgain.count) of them came again under their Message-ID\
            \(Self.names(mailsAgain)); of \(mailsUnanswered.count) mails an SMTP answer was lost\(Self.names(mailsUnanswered))
            """
        }

        private static func names(_ ids: [String]) -> String { ids.isEmpty ? "" : " (\(ids.sorted().joined(separator: ", ")))" }

        /// The ids that came more than once; each must be of a message of which the service did not hear the answer.
        fileprivate static func again(_ ids: [String], _ lost: [String: Int], of tenant: TenantOnWalk) -> [String] {
            let counts = ids.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }.filter { $0.value > 1 }
            for (id, count) in counts {
                #expect(
                    count - 1 <= lost[id] ?? 0, "\(tenant.key): \(id) came \(count) times, \(lost[id] ?? 0) answers were lost")
            }
            return Array(counts.keys)
        }
    }

    /// Waits until everything that is to be told is told, and checks it.
    func check(_ tenants: [TenantOnWalk]) async throws -> Tally {
        var tally = Tally()
        let mails = Dictionary(grouping: try await allMails(tenants)) { $0.recipients.first ?? "" }
        let received = Dictionary(grouping: hooks.received, by: \.path)
        let database = try await StackDatabase(stack, service: "notifications").connect()
        for tenant in tenants {
            // By the service's own account.
            let rows = try await database.run(
                """
                select id, channel, event_id, recipient, state, unanswered from deliveries
                where tenant_id = '\(tenant.id.uuid)'
                """)
            #expect(rows.allSatisfy { $0[4] == "delivered" }, "\(tenant.key): \(rows.filter { $0[4] != "delivered" })")
            let facts = rows.map { "\($0[1] ?? "") \($0[2] ?? "") \($0[3] ?? "")" }
            #expect(Set(facts).count == facts.count, "\(tenant.key): an event makes one delivery for a recipient")
            var lost: [String: [String: Int]] = [:]
            for row in rows {
                let delivery = DeliveryID(try require(row[0].flatMap { UUID(uuidString: $0) }, "a delivery's id"))
                lost[row[1] ?? "", default: [:]]["\(delivery)"] = row[5].flatMap { Int($0) } ?? 0
            }
            let (byWebhook, byMail) = (lost["webhook"] ?? [:], lost["email"] ?? [:])
            let webhooks = (received["/\(tenant.key)"] ?? []).map { $0.headers["webhook-id"] ?? "" }
            let letters = (mails[tenant.mailbox] ?? []).map { String($0.messageId.dropFirst().prefix { $0 != "@" }) }
            // What was sent arrived, and nothing else did.
            #expect(Set(webhooks) == Set(byWebhook.keys), "\(tenant.key)")
            #expect(Set(letters) == Set(byMail.keys), "\(tenant.key)")
            tally.webhooks += byWebhook.count
            tally.mails += byMail.count
            tally.webhooksAgain += Tally.again(webhooks, byWebhook, of: tenant)
            tally.mailsAgain += Tally.again(letters, byMail, of: tenant)
            tally.mailsUnanswered += byMail.filter { $0.value > 0 }.map(\.key)
            // What the walk is about is told once.
            let told = try Set((received["/\(tenant.key)"] ?? []).map(\.body)).map { try Node(json: Data($0.utf8)) }
            let counts = told.reduce(into: [String: Int]()) { $0[$1["type"]?.text ?? "", default: 0] += 1 }
            for type in tenant.toldOnce { #expect(counts[type] == 1, "\(tenant.key) \(type): \(counts)") }
        }
        return tally
    }

    /// The mails, when everything that was to be told is told.
    private func allMails(_ tenants: [TenantOnWalk]) async throws -> [MailCatcher.Mail] {
        let database = try await StackDatabase(stack, service: "notifications").connect()
        _ = try await eventually("the end of all deliveries", within: Self.arrivalSeconds) { () -> Bool? in
            let bodies = Dictionary(grouping: hooks.received, by: \.path)
            let isTold = tenants.allSatisfy { tenant in
                let events = bodies["/\(tenant.key)"] ?? []
                return tenant.toldOnce.allSatisfy { type in events.contains { $0.body.contains("\"\(type)\"") } }
            }
            guard isTold else { return nil }
            return try await database.run("select count(*) from deliveries where state = 'pending'") == [["0"]] ? true : nil
        }
        return try mail.mails()
    }
}

extension TenantOnWalk {
    /// The events of which there is one on a walk.
    fileprivate var toldOnce: [String] {
        let claims = [
            "claim.drafted", "claim.submitted", "claim.decided", "claim.reevaluated", "credit.issued", "credit.applied",
        ]
        let refused = ["claim.submitted", "claim.decided"]
        return (plot.fees.isEmpty ? refused : claims).map { "pledge.claims.\($0).v1" }
            + ["declared", "resolved"].map { "pledge.ticketing.incident.\($0).v1" }
    }
}
