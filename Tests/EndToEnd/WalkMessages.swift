import Contracts
import Foundation
import Hosting
import Terms
import TestSupport
import Testing

/// What arrived of walks at the tenants' endpoints and in the customers' mailboxes.
struct WalkMessages {
    /// Seconds within which everything arrives: an attempt that was cut off is made again when its lease ends, after two minutes.
    private static let arrivalSeconds = 240.0

    let stack: StackHarness
    let hooks: Receiver
    let mail: MailCatcher

    /// How many arrived, and which of them twice.
    struct Tally: CustomStringConvertible {
        var webhooks = 0
        var mails = 0
        /// Ids of messages that came again because their answer was lost: the service says so itself.
        var repeated: [String] = []

        var description: String {
            "\(webhooks) webhooks, \(mails) mails; \(repeated.count) came again as the same message: "
                + repeated.joined(separator: ", ")
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
            var lost: [String: Int] = [:]
            for row in rows {
                let uuid = row[0].flatMap { UUID(uuidString: $0) }
                if let uuid { lost["\(DeliveryID(uuid))"] = row[5].flatMap { Int($0) } ?? 0 }
            }
            let webhooks = (received["/\(tenant.key)"] ?? []).map { $0.headers["webhook-id"] ?? "" }
            let letters = (mails[tenant.mailbox] ?? []).map { String($0.messageId.dropFirst().prefix { $0 != "@" }) }
            tally.webhooks += webhooks.count
            tally.mails += letters.count
            tally.add(webhooks, lost, of: tenant)
            tally.add(letters, lost, of: tenant)
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

extension WalkMessages.Tally {
    /// Counts what came more than once; each must be one of which the service did not hear the answer.
    fileprivate mutating func add(_ ids: [String], _ lost: [String: Int], of tenant: TenantOnWalk) {
        let counts = ids.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
        for (id, count) in counts where count > 1 {
            #expect(count - 1 <= lost[id] ?? 0, "\(tenant.key): \(id) came \(count) times, \(lost[id] ?? 0) answers were lost")
            repeated.append(id)
        }
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
