/// Reads instants from bytes: RFC 3339, or (in CSV) epoch seconds. Fractions are cut, so that times are whole seconds.
///
/// Apart from `Instant(rfc3339:)` because it is called once a sample and must not make a string.
public enum WallTime {
    /// Epoch seconds of an RFC 3339 time; nil when the bytes are not exactly one.
    public static func rfc3339(_ text: UnsafeRawBufferPointer) -> Int64? {
        guard text.count >= 20, text[4] == dash, text[7] == dash, text[10] == UInt8(ascii: "T"), text[13] == colon,
            text[16] == colon,
            let year = number(text, 0, 4), let month = number(text, 5, 2), let day = number(text, 8, 2),
            let hour = number(text, 11, 2), let minute = number(text, 14, 2), let second = number(text, 17, 2),
            (1...12).contains(month), day >= 1, day <= daysIn(month, year), hour <= 23, minute <= 59, second <= 59
        else { return nil }
        var position = 19
        if text[position] == UInt8(ascii: ".") {
            position += 1
            let digits = position
            while position < text.count, isDigit(text[position]) { position += 1 }
            guard position > digits, position - digits <= 9 else { return nil }
        }
        guard let offset = zone(text, position) else { return nil }
        return daysSinceEpoch(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second - offset
    }

    /// Epoch seconds in decimal digits; nil when the bytes are anything else.
    public static func epoch(_ text: UnsafeRawBufferPointer) -> Int64? {
        // Eleven digits reach past the year 5000.
        guard !text.isEmpty, text.count <= 11 else { return nil }
        return number(text, 0, text.count)
    }

    private static let dash = UInt8(ascii: "-")
    private static let colon = UInt8(ascii: ":")

    /// Seconds east of UTC of `Z` or `±hh:mm` that ends the text; nil when it does not.
    private static func zone(_ text: UnsafeRawBufferPointer, _ position: Int) -> Int64? {
        guard position < text.count else { return nil }
        if text[position] == UInt8(ascii: "Z") { return position + 1 == text.count ? 0 : nil }
        guard text.count == position + 6, text[position + 3] == colon, let hours = number(text, position + 1, 2),
            let minutes = number(text, position + 4, 2), hours <= 23, minutes <= 59
        else { return nil }
        switch text[position] {
        case UInt8(ascii: "+"): return hours * 3_600 + minutes * 60
        case dash: return -(hours * 3_600 + minutes * 60)
        default: return nil
        }
    }

    @inline(__always)
    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }

    @inline(__always)
    private static func number(_ text: UnsafeRawBufferPointer, _ start: Int, _ count: Int) -> Int64? {
        var value: Int64 = 0
        for index in start..<start + count {
            let digit = text[index] &- 48
            guard digit < 10 else { return nil }
            value = value * 10 + Int64(digit)
        }
        return value
    }

    private static func daysIn(_ month: Int64, _ year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days from 1970-01-01 to a Gregorian date, by counting years from March, so that the leap day comes last.
    private static func daysSinceEpoch(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
