import Contracts
import HTTPTypes

/// The id of a request: the client's own when it is harmless, otherwise a new one.
enum RequestID {
    /// The longest id of a client that is taken over.
    static let maximumBytes = 64

    /// Chooses the id.
    static func choose(_ headers: HTTPFields) -> String {
        guard let given = headers[.requestID], isHarmless(given) else { return "req_\(CrockfordBase32.encode(UUIDv7.make()))" }
        return given
    }

    /// Letters, digits, and `.`, `_`, `-`: nothing that could break a log line or a header.
    static func isHarmless(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= maximumBytes
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
