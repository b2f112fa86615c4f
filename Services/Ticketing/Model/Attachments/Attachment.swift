import Contracts
import Crypto
import Foundation
import Terms

/// A file that is sent with a ticket.
struct Attachment: Sendable {
    let resource: AttachmentResource
    let bytes: Data

    /// Holds a file to what may be attached.
    ///
    /// - Throws: 422 for a name or bytes that are not what they should be.
    init(
        _ bytes: Data, name: String, type: String, audience: TicketMessageResource.Audience, to ticket: TicketID,
        by actor: TicketActor, at now: Instant
    ) throws(Problem) {
        var errors: [FieldError] = []
        let isName =
            (1...Bounds.attachmentName).contains(name.unicodeScalars.count)
            && name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && $0 != "/" && $0 != "\\" }
        if !isName {
            throw .badQuery("name", "must be 1 to \(Bounds.attachmentName) characters, without / and control characters")
        }
        guard let known = AttachmentType(rawValue: type) else {
            throw .unsupportedMediaType(AttachmentType.allCases.map(\.rawValue))
        }
        if bytes.isEmpty { errors.append(FieldError(pointer: "#", detail: "must not be empty")) }
        if !bytes.isEmpty, !known.matches(bytes) { errors.append(FieldError(pointer: "#", detail: "is no \(type)")) }
        if actor.party == .customer, audience == .internal { throw .badQuery("audience", "must be public") }
        guard errors.isEmpty else { throw .validation(errors) }
        self.bytes = bytes
        resource = AttachmentResource(
            id: AttachmentID(), ticket: ticket, name: name, type: known.rawValue, sizeBytes: Int64(bytes.count),
            sha256: Self.digest(bytes), audience: audience, party: actor.party, author: actor.principal, createdAt: now)
    }

    /// The SHA-256 of bytes, in lower-case hexadecimal.
    static func digest(_ bytes: Data) -> String {
        SHA256.hash(data: bytes).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }

    /// How a browser is to take a file: as one to keep, never as a page, whatever it believes it to be.
    static func disposition(_ name: String) -> String {
        let plain = CharacterSet(charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
        let encoded = name.addingPercentEncoding(withAllowedCharacters: plain) ?? "attachment"
        return "attachment; filename*=UTF-8''\(encoded)"
    }
}
