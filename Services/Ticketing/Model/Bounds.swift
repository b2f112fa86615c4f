/// How much of everything a tenant may send. What is past a bound is refused with 413, 422 or 409, never cut.
enum Bounds {
    /// Largest body of a small thing, in bytes: a status with its reason.
    static let smallBytes = 16 * 1024
    /// Largest body of a ticket or message, in bytes: the longest text in the widest characters, and all details.
    static let textBytes = 256 * 1024
    /// Longest message in characters: a log excerpt of a few hundred lines. Longer ones are attachments.
    static let text = 20_000
    /// Longest subject in characters.
    static let subject = 200
    /// Longest reason in characters.
    static let reason = 1_000
    /// Longest name of somebody who works on a ticket, in characters: an id, or an e-mail address.
    static let word = 100
    /// Most facts that a request states: what an agreement can ask for.
    static let details = 20
    /// Longest fact in characters.
    static let detail = 4_000
    /// Largest attachment, in bytes: a screenshot, a log of an hour. What is larger is kept elsewhere, and named.
    static let attachmentBytes = 1 << 20
    /// Most attachments of a ticket: twenty megabytes in the database at the most.
    static let attachments: Int64 = 20
    /// Longest name of an attachment, in characters: what file systems take.
    static let attachmentName = 200
    /// Most services of one incident.
    static let incidentServices = 20
    /// Most tickets that go on in another one: it shows all of them.
    static let mergers = 100
    /// Most entries of a ticket's log: its clocks are worked out from all of them at every change.
    static let logEntries = 1_000
    /// Documents of agreements kept read in memory: those that tickets of one process are about.
    static let documentsKept = 256

    /// Whether a text can name somebody or something: a key, an id, or an e-mail address.
    static func isWord(_ text: String) -> Bool {
        (1...word).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "._-@+".utf8.contains(byte)
                }
            }
    }
}
