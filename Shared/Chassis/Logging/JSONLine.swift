import Logging
import Terms

/// One object in JSON, built member by member. Values whose names say that they are secret are not written.
struct JSONLine {
    /// The longest text of one member in bytes; what is longer helps nobody who reads a log.
    static let maximumText = 8192

    private var text = "{"

    mutating func add(_ key: String, _ value: String) {
        separate(key)
        Self.quote(Redaction.isSecret(key) ? Redaction.mask : value, into: &text)
    }

    mutating func add(_ key: String, _ value: Logger.MetadataValue) {
        separate(key)
        if Redaction.isSecret(key) {
            Self.quote(Redaction.mask, into: &text)
        } else {
            Self.write(value, into: &text)
        }
    }

    /// The line, with its newline.
    func finished() -> String { text + "}\n" }

    private mutating func separate(_ key: String) {
        if text.utf8.count > 1 { text += "," }
        Self.quote(key, into: &text)
        text += ":"
    }

    private static func write(_ value: Logger.MetadataValue, into text: inout String) {
        switch value {
        case .string(let string): quote(string, into: &text)
        case .stringConvertible(let value):
            switch value {
            case let number as any BinaryInteger: text += "\(number)"
            case let flag as Bool: text += flag ? "true" : "false"
            default: quote(value.description, into: &text)
            }
        case .array(let values):
            text += "["
            for (index, value) in values.enumerated() {
                if index > 0 { text += "," }
                write(value, into: &text)
            }
            text += "]"
        case .dictionary(let members):
            text += "{"
            for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { text += "," }
                quote(member.key, into: &text)
                text += ":"
                if Redaction.isSecret(member.key) { quote(Redaction.mask, into: &text) } else { write(member.value, into: &text) }
            }
            text += "}"
        }
    }

    private static func quote(_ string: String, into text: inout String) {
        text += "\""
        defer { text += "\"" }
        let safe = Redaction.redact(string)
        guard safe.utf8.contains(where: JSONEscape.isNeeded) || safe.utf8.count > maximumText else {
            text += safe
            return
        }
        var length = 0
        for scalar in safe.unicodeScalars {
            length += 1
            if length > maximumText {
                text += "…"
                break
            }
            JSONEscape.append(scalar, to: &text)
        }
    }
}
