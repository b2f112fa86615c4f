/// A length of time in whole seconds, as text ISO 8601: `PT48H`, `PT1H30M`, `P14D` (a day is 24 hours here).
///
/// Months and years have no fixed length and are refused.
public struct TimeSpan: Hashable, Sendable {
    /// Its length in seconds, never negative.
    public let seconds: Int64

    /// Longest span that a document may name: a hundred years.
    public static let longest = TimeSpan(seconds: 100 * 366 * 86_400)

    /// A span of so many seconds; negative ones count as 0.
    public init(seconds: Int64) {
        self.seconds = max(0, seconds)
    }

    /// Reads `PnDTnHnMnS` or `PnW`, with at least one part and none twice; nil otherwise, and above `longest`.
    public init?(_ text: String) {
        var scanner = DigitScanner(text)
        guard scanner.skip("P") else { return nil }
        var total: Int64 = 0
        var parts = 0
        var units: [(Character, Int64)] = [("W", 604_800), ("D", 86_400)]
        var inTime = false
        while !scanner.isAtEnd {
            if !inTime, scanner.skip("T") {
                inTime = true
                units = [("H", 3600), ("M", 60), ("S", 1)]
                guard !scanner.isAtEnd else { return nil }
            }
            guard let count = scanner.number(atMost: Self.digitsMaximum),
                let unit = units.firstIndex(where: { scanner.skip($0.0) })
            else { return nil }
            total += count * units[unit].1
            parts += 1
            units.removeFirst(unit + 1)
        }
        guard parts > 0, total <= Self.longest.seconds else { return nil }
        seconds = total
    }

    /// Ten digits of weeks are 6e15 seconds: far from overflow, far above the longest span.
    private static let digitsMaximum = 10
}

extension TimeSpan: CustomStringConvertible {
    /// ISO 8601 with hours as the largest unit: `PT48H`.
    public var description: String {
        let hours = seconds / 3600
        let minutes = seconds / 60 % 60
        let rest = seconds % 60
        if seconds == 0 { return "PT0S" }
        return "PT" + (hours > 0 ? "\(hours)H" : "") + (minutes > 0 ? "\(minutes)M" : "") + (rest > 0 ? "\(rest)S" : "")
    }
}
