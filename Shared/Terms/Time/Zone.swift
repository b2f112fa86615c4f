import Foundation

/// A time zone by its IANA name, and the two conversions between instants and wall time.
///
/// A wall time is carried as the seconds that a clock in UTC would have counted when it showed the same face.
public struct Zone: Hashable, Sendable {
    private let zone: TimeZone

    /// The IANA name, as given.
    public let name: String

    /// Coordinated universal time.
    public static let utc = Zone(name: "UTC", zone: .gmt)

    /// The zone of that IANA name (`Europe/Amsterdam`, `UTC`); nil when there is none.
    ///
    /// Abbreviations (`PKT`) and bare offsets (`GMT+5`) name no place, so no rules, and are refused.
    public init?(_ name: String) {
        if name == "UTC" {
            self = .utc
            return
        }
        guard name.contains("/"), name.utf8.count <= 64, let zone = TimeZone(identifier: name) else { return nil }
        self.init(name: name, zone: zone)
    }

    private init(name: String, zone: TimeZone) {
        self.name = name
        self.zone = zone
    }

    /// Seconds east of UTC at an instant.
    ///
    /// Foundation speaks in floating point here; whole seconds of the years 1 to 9999 pass through it exactly.
    func offset(at epochSeconds: Int64) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(epochSeconds))))
    }

    /// The wall time at an instant.
    func wallSeconds(at instant: Instant) -> Int64 {
        instant.epochSeconds + offset(at: instant.epochSeconds)
    }

    /// The local day that holds an instant.
    public func date(at instant: Instant) -> LocalDate {
        LocalDate(epochDay: wallSeconds(at: instant).flooredDivision(by: 86_400).quotient)
    }

    /// The instant at which a clock shows a wall time, as java.time has it: a time that a spring gap skips is moved
    /// forward by the length of the gap; of a time that an autumn overlap repeats, the first is meant.
    func instant(wallSeconds wall: Int64) -> Instant {
        // Offsets lie within 15 hours of UTC and the longest known gap is a day, so these two lie on either side of
        // any change that could touch this wall time.
        let before = offset(at: wall - Self.reachSeconds)
        let after = offset(at: wall + Self.reachSeconds)
        let early = wall - before
        if before == after || offset(at: early) == before { return Instant(epochSeconds: early) }
        let late = wall - after
        return Instant(epochSeconds: offset(at: late) == after ? late : early)
    }

    private static let reachSeconds: Int64 = 26 * 3600

    /// The instant at which a local day begins: midnight, or where the clocks skip midnight, the first time after it.
    public func startOfDay(_ date: LocalDate) -> Instant {
        instant(wallSeconds: date.epochDay * 86_400)
    }

    /// The instant at which the clock shows the same time so many local days later; where the clocks skip it, the first time
    /// after it.
    public func instant(_ instant: Instant, plusDays days: Int64) -> Instant {
        self.instant(wallSeconds: wallSeconds(at: instant) + days * 86_400)
    }
}
