import Foundation
import Terms

/// Instants as a tenant's clocks show them.
struct LocalTimes {
    /// As people write them; the page speaks English.
    static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    private let zone: TimeZone

    /// - Parameter name: IANA; what is none is UTC.
    init(zone name: String) {
        zone = TimeZone(identifier: name) ?? .gmt
    }

    /// `<time>` with the instant for programs and the wall time for people.
    func time(_ instant: Instant) -> HTMLText {
        // Foundation speaks in floating point here; whole seconds of the years 1 to 9999 pass through it exactly.
        let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(instant.epochSeconds)))
        let wall = instant.epochSeconds + Int64(offset)
        let (day, second) = wall.quotientAndRemainder(dividingBy: 86_400)
        let minutes = (second < 0 ? second + 86_400 : second) / 60
        let (year, month, number) = LocalDate(epochDay: second < 0 ? day - 1 : day).parts
        let clock = "\(Self.padded(minutes / 60)):\(Self.padded(minutes % 60))"
        return """
            <time datetime="\(instant.description)">\(Int(number)) \(Self.months[month - 1]) \(Int(year)), \(clock)</time>
            """
    }

    private static func padded(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
