import Contracts
import Foundation
import Terms
import Testing

@testable import Notifications

/// Mail on the wire, without a server.
@Suite struct MailMessageTests {
    private func message(_ subject: String, _ text: String = "text", name: String = "Zecto") throws -> String {
        let message = MailMessage(
            senderName: name, sender: try #require(MailAddress("notices@zecto.example")),
            recipient: try #require(MailAddress("a@b.example")), delivery: DeliveryID(),
            date: Instant(epochSeconds: 1_772_323_200),
            subject: subject, text: text, language: "en")
        return String(decoding: message.bytes, as: UTF8.self)
    }

    @Test func whatIsWrittenCannotBecomeAField() throws {
        for hostile in ["a\r\nBcc: x@y.example", "a\nBcc: x@y.example", "a\rBcc: x", "a\u{2028}Bcc: x", "a\r\n\r\nbody"] {
            for text in [try message(hostile), try message("s", hostile), try message("s", name: hostile)] {
                let head = text.components(separatedBy: "\r\n\r\n")[0]
                let lines = head.components(separatedBy: "\r\n")
                #expect(!lines.contains { $0.hasPrefix("Bcc") })
                #expect(lines.allSatisfy { !$0.contains("\r") && !$0.contains("\n") })
                #expect(text.components(separatedBy: "\r\n\r\n").count == 2)
            }
        }
    }

    @Test func linesAreShortAndWordsWhole() throws {
        let subject = String(repeating: "сервис — 👩‍👩‍👧 ", count: 30)
        let text = try message(subject, String(repeating: "ж", count: 5_000))
        for line in text.components(separatedBy: "\r\n") { #expect(line.utf8.count <= 76) }
        let words = text.components(separatedBy: "=?utf-8?B?").dropFirst().compactMap {
            Data(base64Encoded: $0.components(separatedBy: "?=")[0])
        }
        #expect(words.allSatisfy { String(data: $0, encoding: .utf8) != nil })
        #expect(String(data: words.reduce(Data(), +), encoding: .utf8) == subject)
    }

    @Test func theDateIsThatOfMail() throws {
        #expect(try message("s").contains("Date: Sun, 01 Mar 2026 00:00:00 +0000\r\n"))
    }

    @Test(arguments: ["a@b", "a.b+c@d.example"])
    func addresses(_ text: String) {
        #expect(MailAddress(text)?.description == text)
    }

    @Test(arguments: ["", "a", "a@", "@b", "a@b@c", "a b@c", "a@b>\r\nRCPT TO:<x@y", "<a@b>", "ä@b.example"])
    func noAddresses(_ text: String) {
        #expect(MailAddress(text) == nil)
    }
}
