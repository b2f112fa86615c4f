import Foundation
import Hosting
import Terms

/// What a mail catcher has caught, asked over HTTP as Mailpit answers it: `GET /api/v1/messages`.
struct MailView: Sendable {
    /// Newest mails that are looked at.
    private static let mailsMaximum = 500
    /// Tries until a mail has come, half a second each.
    private static let triesMaximum = 120
    private static let pause = Duration.milliseconds(500)

    /// "http://127.0.0.1:8025"
    let base: String

    /// Waits until a mail with such a subject has come to an address; the subject.
    ///
    /// - Throws: `HostingError` with what came instead.
    func subject(to address: String, beginning start: String) async throws -> String {
        let client = APIClient(base: base, key: "")
        var subjects: [String] = []
        for _ in 0..<Self.triesMaximum {
            let mails = try await client.get("/api/v1/messages?limit=\(Self.mailsMaximum)").list(at: "messages")
            subjects = mails.filter { mail in mail.list(at: "To").contains { $0.text(at: "Address") == address } }
                .compactMap { $0.text(at: "Subject") }
            if let found = subjects.first(where: { $0.hasPrefix(start) }) { return found }
            try await Task.sleep(for: Self.pause)
        }
        throw HostingError(.statement, "No mail \"\(start) …\" came to \(address); what came: \(subjects)")
    }
}
