import Chassis
import Contracts
import Logging
import Metrics
import NIOPosix
import Postgres
import Terms

/// Sends mail over SMTP. libcurl waits, so that each attempt has a thread of its own, of a few.
struct MailSender: DeliverySender {
    let channel = DeliveryResource.Channel.email
    let slots = 8
    let laneSlots = 4
    let leaseSeconds: Int64 = 60

    let chassis: Chassis
    let server: MailServer
    private let threads: NIOThreadPool

    init(chassis: Chassis, server: MailServer) {
        self.chassis = chassis
        self.server = server
        threads = NIOThreadPool(numberOfThreads: slots)
        threads.start()
    }

    func close() async { try? await threads.shutdownGracefully() }

    func attempt(_ delivery: DueDelivery, at now: Instant) async throws -> AttemptOutcome {
        guard let recipient = MailAddress(delivery.recipient) else {
            return AttemptOutcome(.refused, "the address cannot be written to")
        }
        let find = KnownStore.tenantName(of: delivery.tenant)
        let name = try await chassis.database.query(find, tenant: delivery.tenant.uuid).decodeFirst(String?.self) ?? nil
        let message = MailMessage(
            senderName: name ?? "Pledge", sender: server.sender, recipient: recipient, delivery: delivery.id,
            date: delivery.createdAt, subject: delivery.subject ?? "", text: delivery.body, language: delivery.language ?? "en")
        let transfer = MailTransfer(server: server, recipient: recipient, bytes: message.bytes)
        let outcome = try await threads.runIfActive { transfer.run() }
        if outcome.kind == .unanswered {
            Counter(label: "smtp_answers_lost").increment()
            chassis.logger.warning(
                "a mail may arrive twice: the server's answer was lost",
                metadata: ["delivery": "\(delivery.id)", "message_id": "\(message.messageID)"])
        }
        return outcome
    }
}
