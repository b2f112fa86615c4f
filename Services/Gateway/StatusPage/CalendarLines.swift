import Terms

/// Content lines of iCalendar (RFC 5545, 3.1): each ends with CRLF, and a long one is folded.
struct CalendarLines {
    /// The most octets of a line without its end.
    private static let octets = 75

    /// What was added.
    private(set) var text = ""

    /// A property whose value means what it says, such as a date or a word of the format.
    mutating func add(_ name: String, _ value: String) { fold("\(name):\(value)") }

    /// An instant in UTC.
    mutating func add(_ name: String, _ instant: Instant) {
        add(name, instant.description.filter { $0 != "-" && $0 != ":" })
    }

    /// A text from outside (3.3.11): what means something to the format is escaped, what a line cannot hold is left out.
    mutating func add(_ name: String, text value: String) {
        var escaped = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\", ";", ",": escaped += "\\\(scalar)"
            case "\n": escaped += "\\n"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F: break
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        fold("\(name):\(escaped)")
    }

    /// Folds between characters, never within one: each further line begins with a space, which counts.
    private mutating func fold(_ line: String) {
        var room = Self.octets
        for scalar in line.unicodeScalars {
            let width = UTF8.width(scalar)
            if width > room {
                text += "\r\n "
                room = Self.octets - 1
            }
            text.unicodeScalars.append(scalar)
            room -= width
        }
        text += "\r\n"
    }
}
