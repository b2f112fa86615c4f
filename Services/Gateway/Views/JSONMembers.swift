import Foundation

/// The members of a JSON object that a service spelled, each as it was spelled: they go into an answer as they are, so that
/// nothing is read and written again that nobody here looks at.
struct JSONMembers: Sendable {
    private let members: [String: Data]

    /// No members.
    static let none = JSONMembers(members: [:])

    private init(members: [String: Data]) {
        self.members = members
    }

    /// Finds the members of an object; none when the bytes are no object, or end before it does. What stands inside of a member
    /// is the service's to spell.
    init(_ json: Data) {
        var scanner = Scanner(bytes: [UInt8](json))
        members = scanner.object() ?? [:]
    }

    /// A member as it was spelled; nil when there is none.
    subscript(name: String) -> Data? { members[name] }

    private struct Scanner {
        let bytes: [UInt8]
        var at = 0

        mutating func object() -> [String: Data]? {
            guard take("{") else { return nil }
            var members: [String: Data] = [:]
            if take("}") { return isOver ? members : nil }
            repeat {
                guard let name = string(), take(":"), let value = value() else { return nil }
                members[name] = value
            } while take(",")
            return take("}") && isOver ? members : nil
        }

        private var isOver: Bool { bytes[at...].allSatisfy(Self.isSpace) }

        /// A name without escapes: no part's name has any.
        private mutating func string() -> String? {
            guard take("\"") else { return nil }
            let start = at
            while at < bytes.count, bytes[at] != UInt8(ascii: "\""), bytes[at] != UInt8(ascii: "\\") { at += 1 }
            guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { return nil }
            at += 1
            return String(decoding: bytes[start..<at - 1], as: UTF8.self)
        }

        /// Up to the comma or brace after it, at the same depth and outside of every string.
        private mutating func value() -> Data? {
            while at < bytes.count, Self.isSpace(bytes[at]) { at += 1 }
            let start = at
            var depth = 0
            var isString = false
            while at < bytes.count {
                switch (bytes[at], isString) {
                case (UInt8(ascii: "\\"), true): at += 1
                case (UInt8(ascii: "\""), _): isString.toggle()
                case (UInt8(ascii: "{"), false), (UInt8(ascii: "["), false): depth += 1
                case (UInt8(ascii: "}"), false) where depth == 0, (UInt8(ascii: ","), false) where depth == 0:
                    return at > start ? Data(bytes[start..<at]) : nil
                case (UInt8(ascii: "}"), false), (UInt8(ascii: "]"), false): depth -= 1
                default: break
                }
                at += 1
            }
            return nil
        }

        /// Passes a sign, with the blanks before it; false when something else stands there.
        private mutating func take(_ sign: Unicode.Scalar) -> Bool {
            while at < bytes.count, Self.isSpace(bytes[at]) { at += 1 }
            guard at < bytes.count, bytes[at] == UInt8(ascii: sign) else { return false }
            at += 1
            return true
        }

        private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }
    }
}
