import Contracts
import Foundation
import Terms

/// A mail as it travels: RFC 5322 with MIME, UTF-8 in base64, lines that end in CRLF.
struct MailMessage: Sendable, Equatable {
    /// The base64 characters of a line.
    private static let lineLength = 76
    /// Octets of one encoded word: with its frame and the name of its field a line stays within RFC 2047's 76 characters.
    private static let wordBytes = 39
    /// Octets of a plain field that is not folded.
    private static let plainBytes = 66

    /// Whose mail it is; the reply goes nowhere else.
    let senderName: String
    let sender: MailAddress
    let recipient: MailAddress
    /// The delivery: the same message at every attempt, and whoever has it knows it by its `Message-ID`.
    let delivery: DeliveryID
    let date: Instant
    let subject: String
    let text: String
    let language: String

    /// The mail's `Message-ID`, without its angle brackets.
    var messageID: String { "\(delivery)@\(sender.domain)" }

    /// The mail.
    var bytes: [UInt8] {
        let fields = [
            "Date: \(Self.date(date))", "From: \(Self.phrase(senderName))\r\n <\(sender)>", "To: <\(recipient)>",
            "Message-ID: <\(messageID)>", "Subject: \(Self.words(subject))", "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64", "Content-Language: \(language)",
            // RFC 3834: no out-of-office answers to this.
            "Auto-Submitted: auto-generated",
        ]
        return Array((fields.joined(separator: "\r\n") + "\r\n\r\n" + Self.encoded(text)).utf8)
    }

    /// The text in base64; its own lines end in CRLF, as those of text do in MIME.
    private static func encoded(_ text: String) -> String {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let base64 = Array(Data((lines.joined(separator: "\r\n") + "\r\n").utf8).base64EncodedString().utf8)
        return stride(from: 0, to: base64.count, by: lineLength)
            .map { String(decoding: base64[$0..<min($0 + lineLength, base64.count)], as: UTF8.self) + "\r\n" }
            .joined()
    }

    /// Text of a header field: as it is where it is plain and short, else in encoded words, each of whole code points.
    static func words(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        if line.utf8.count <= plainBytes, line.utf8.allSatisfy({ (0x20...0x7E).contains($0) }), !line.contains("=?") {
            return line
        }
        var words: [String] = [""]
        for character in line.unicodeScalars {
            let grown = (words.last ?? "") + String(character)
            if grown.utf8.count > wordBytes, words.last?.isEmpty == false {
                words.append(String(character))
            } else {
                words[words.count - 1] = grown
            }
        }
        return words.map { "=?utf-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }

    /// A name before an address: quoted where it is plain, else in encoded words.
    private static func phrase(_ name: String) -> String {
        let spelled = Self.words(name)
        return spelled.hasPrefix("=?") ? spelled : "\"\(spelled.filter { $0 != "\"" && $0 != "\\" })\""
    }

    /// `Sun, 01 Mar 2026 00:00:00 +0000`.
    private static func date(_ instant: Instant) -> String {
        let day = Zone.utc.date(at: instant)
        let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let (year, month, number) = day.parts
        let time = "\(instant)".dropFirst(11).prefix(8)
        let weekday = day.weekday.rawValue.prefix(3).capitalized
        return "\(weekday), \(number < 10 ? "0" : "")\(number) \(names[month - 1]) \(year) \(time) +0000"
    }
}
