extension NodeReader {
    /// A line of text with so many characters (Unicode scalars), without control characters.
    public func text(_ length: ClosedRange<Int> = 1...200) -> String {
        characters(length) { $0.value < 0x20 || $0.value == 0x7F }
    }

    /// Text that may have several lines.
    public func prose(_ length: ClosedRange<Int> = 1...4000) -> String {
        characters(length) { $0.value < 0x20 && $0 != "\n" && $0 != "\t" || $0.value == 0x7F }
    }

    private func characters(_ length: ClosedRange<Int>, isForbidden: (Unicode.Scalar) -> Bool) -> String {
        guard let text = string() else { return "" }
        let count = text.unicodeScalars.count
        if length.lowerBound > 0, text.unicodeScalars.allSatisfy(\.properties.isWhitespace) {
            fail("must not be empty")
        } else if !length.contains(count) {
            fail("must have \(length.lowerBound) to \(length.upperBound) characters, has \(count)")
        } else if text.unicodeScalars.contains(where: isForbidden) {
            fail("must not have control characters")
        }
        return text
    }

    /// The name of a thing among its kind: lower-case letters, digits, `-`, `_` and `.`; at most 64 of them.
    public func key() -> String {
        parsed("a key of lower-case letters, digits, '-', '_' and '.'", standIn: "") { KeyText.isKey($0) ? $0 : nil }
    }

    /// `true` or `false`.
    public func bool() -> Bool {
        guard case .bool(let bool) = node?.value else {
            complain(expected: "true or false")
            return false
        }
        return bool
    }

    /// A whole number in that range.
    public func integer(_ range: ClosedRange<Int64>) -> Int64 {
        guard case .number(let text) = node?.value else {
            complain(expected: "a whole number")
            return range.lowerBound
        }
        guard let value = Int64(text) else {
            fail("must be a whole number")
            return range.lowerBound
        }
        guard range.contains(value) else {
            fail("must be from \(range.lowerBound) to \(range.upperBound)")
            return range.lowerBound
        }
        return value
    }

    /// One of the words that an enumeration knows.
    public func choice<Choice>(_ type: Choice.Type = Choice.self) -> Choice
    where Choice: RawRepresentable<String> & CaseIterable {
        let all = Array(Choice.allCases)
        precondition(!all.isEmpty, "a choice of nothing")
        let words = all.map(\.rawValue).joined(separator: ", ")
        return parsed("one of: \(words)", standIn: all[0]) { Choice(rawValue: $0) }
    }

    /// A percentage, as a decimal string or a plain number: `"99.9"`.
    public func percent(atMost maximum: Percent = .hundred) -> Percent {
        let expected = "a percentage from 0 to \(maximum), such as \"99.9\", with at most \(Percent.placesMaximum) places"
        let text: String
        switch node?.value {
        case .number(let number), .string(let number): text = number
        default:
            complain(expected: expected)
            return .zero
        }
        guard let percent = Percent(text), percent <= maximum else {
            fail("must be \(expected)")
            return .zero
        }
        return percent
    }

    /// An RFC 3339 time.
    public func instant() -> Instant {
        parsed("an RFC 3339 time such as 2026-03-10T01:30:00Z", standIn: Instant(epochSeconds: 0)) { Instant(rfc3339: $0) }
    }

    /// An interval `{"from": …, "to": …}` that is not empty.
    public func interval() -> Interval {
        object { members in
            let start = members["from"].instant()
            let end = members["to"].instant()
            if start >= end { members["to"].fail("must be after from") }
            return Interval(start, end)
        }
    }

    /// A day, `2026-04-27`.
    public func date() -> LocalDate {
        parsed("a day such as 2026-04-27", standIn: LocalDate(epochDay: 0)) { LocalDate($0) }
    }

    /// An ISO 8601 duration, `PT48H`.
    public func timeSpan() -> TimeSpan {
        parsed("an ISO 8601 duration such as PT48H, without months or years", standIn: TimeSpan(seconds: 0)) { TimeSpan($0) }
    }

    /// A time zone by its IANA name.
    public func zone() -> Zone {
        parsed("an IANA time zone such as Europe/Amsterdam", standIn: .utc) { Zone($0) }
    }

    /// A string that `parse` understands; `expected` completes "must be …".
    public func parsed<Value>(_ expected: String, standIn: @autoclosure () -> Value, _ parse: (String) -> Value?) -> Value {
        guard let text = string(expected: expected) else { return standIn() }
        guard let value = parse(text) else {
            fail("must be \(expected)")
            return standIn()
        }
        return value
    }

    private func string(expected: String = "a string") -> String? {
        guard case .string(let text) = node?.value else {
            if case .number = node?.value {
                fail("must be \(expected), is a number: put it in quotes")
            } else {
                complain(expected: expected)
            }
            return nil
        }
        return text
    }
}
