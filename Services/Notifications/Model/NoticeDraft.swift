import Contracts
import Crypto
import Foundation
import Terms

/// What a request says about a notice that was given.
struct NoticeDraft: Sendable, Equatable {
    /// What it is about.
    enum Subject: Sendable, Equatable {
        case version(AgreementID, Int)
        case maintenance(MaintenanceID)
    }

    let subject: Subject
    let customers: [CustomerID]
    let channel: String
    let givenAt: Instant
    let recipient: String?
    let text: String?
    let textHash: String

    /// Reads a body; problems are noted with the reader.
    ///
    /// - Parameter now: what the notice may not be dated after.
    init(_ body: NodeReader, now: Instant) {
        let kind: NoticeResource.Kind = body["kind"].choice()
        let agreement: AgreementID? = body.ifPresent("agreement") { $0.id() }
        let version = body.ifPresent("version") { Int($0.integer(1...Bounds.versions)) }
        let maintenance: MaintenanceID? = body.ifPresent("maintenance") { $0.id() }
        switch kind {
        case .changeOfTerms:
            subject = .version(agreement ?? AgreementID(), version ?? 0)
            if agreement == nil { body["agreement"].fail("is required for a notice of change_of_terms") }
            if version == nil { body["version"].fail("is required for a notice of change_of_terms") }
            if maintenance != nil { body["maintenance"].fail("does not go together with change_of_terms") }
        case .maintenance:
            subject = .maintenance(maintenance ?? MaintenanceID())
            if maintenance == nil { body["maintenance"].fail("is required for a notice of maintenance") }
            if agreement != nil { body["agreement"].fail("does not go together with maintenance") }
            if version != nil { body["version"].fail("does not go together with maintenance") }
        }
        customers = body["customers"].list(1...Bounds.noticeCustomers) { $0.id() }
        if Set(customers).count < customers.count { body["customers"].fail("must not have a customer twice") }
        channel = body["channel"].key()
        givenAt = body["given_at"].instant()
        if givenAt > now.advanced(by: Bounds.clockSkewSeconds) { body["given_at"].fail("must not be in the future") }
        recipient = body.ifPresent("recipient") { $0.text(1...Bounds.recipient) }
        text = body.ifPresent("text") { $0.prose(1...Bounds.noticeText) }
        let hash = body.ifPresent("text_hash") { $0.parsed("a SHA-256 in lower-case hexadecimal", standIn: "", Self.hash) }
        if (text == nil) == (hash == nil) { body.fail("must have either text or text_hash") }
        textHash = hash ?? text.map(Self.digest) ?? ""
    }

    private static func hash(_ text: String) -> String? {
        let digits = text.utf8.count == SHA256.byteCount * 2
        return digits && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) } ? text : nil
    }

    /// The SHA-256 of a text's UTF-8, in lower-case hexadecimal.
    static func digest(_ text: String) -> String {
        SHA256.hash(data: Data(text.utf8)).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }

    /// The notice.
    func notice(id: NoticeID, by principal: String, at now: Instant) -> NoticeResource {
        var notice = NoticeResource(
            id: id, kind: .maintenance, agreement: nil, version: nil, maintenance: nil, customers: customers.sorted(),
            channel: channel, givenAt: givenAt, recipient: recipient, text: text, textHash: textHash, recordedBy: principal,
            createdAt: now)
        switch subject {
        case .version(let agreement, let version):
            notice.kind = .changeOfTerms
            notice.agreement = agreement
            notice.version = version
        case .maintenance(let maintenance):
            notice.maintenance = maintenance
        }
        return notice
    }
}

extension NoticeResource {
    /// What somebody may see of it: the tenant's people everything; a customer's that it was told, and how, but nothing of
    /// the others who were.
    func shown(to customer: CustomerID?) -> NoticeResource {
        guard let customer, customers != [customer] else { return self }
        var shown = self
        shown.customers = [customer]
        shown.recipient = nil
        return shown
    }
}
