import Foundation
import Terms

/// What stands for `${…}` in the demo's files: the ids of what was made before, and times as they are seen from the moment at which
/// the demo was loaded first.
struct StoryNames: Sendable {
    private static let opening = "${"

    /// The tenant's zone, whose days and months count.
    let zone: Zone
    /// When the demo was loaded first.
    let loadedAt: Instant
    private var values: [String: String] = [:]

    /// Only times, yet.
    init(zone: Zone, loadedAt: Instant) {
        self.zone = zone
        self.loadedAt = loadedAt
    }

    /// The last calendar month before that moment.
    var lastMonth: Window { Window.containing(loadedAt, kind: .month, zone: zone).previous(in: zone) }

    /// A name's value.
    subscript(name: String) -> String? {
        get { values[name] }
        set { values[name] = newValue }
    }

    /// The text with every `${…}` replaced; nil when one stands for nothing yet.
    func fill(_ text: String) -> String? {
        var parts = text.components(separatedBy: Self.opening)
        var filled = parts.removeFirst()
        for part in parts {
            guard let end = part.firstIndex(of: "}"), let value = value(String(part[..<end])) else { return nil }
            filled += value + part[part.index(after: end)...]
        }
        return filled
    }

    /// A node with every `${…}` in its strings replaced.
    func fill(_ node: Node) -> Node? { node.replacingTexts { fill($0) } }

    private func value(_ name: String) -> String? {
        if let known = values[name] { return known }
        switch name {
        case "last_month": return lastMonth.label
        case "now_text": return loadedAt.description
        default: return time(name)?.description
        }
    }

    /// `now`, `today`, `last_month_start` and `last_month_end`, and what lies an ISO 8601 duration before or after: `today+P9DT2H`.
    private func time(_ text: String) -> Instant? {
        let sign = text.lastIndex { $0 == "+" || $0 == "-" }
        guard let base = anchor(String(text[..<(sign ?? text.endIndex)])) else { return nil }
        guard let sign else { return base }
        guard let span = TimeSpan(String(text[text.index(after: sign)...])) else { return nil }
        let seconds = text[sign] == "-" ? -span.seconds : span.seconds
        // Whole days are the calendar's, so that an hour of the day stays that hour when the clocks change.
        let days = seconds / Self.daySeconds
        return zone.instant(base, plusDays: days).advanced(by: seconds - days * Self.daySeconds)
    }

    private static let daySeconds: Int64 = 86_400
    private static let minuteSeconds: Int64 = 60

    private func anchor(_ name: String) -> Instant? {
        switch name {
        case "now": Instant(epochSeconds: loadedAt.epochSeconds / Self.minuteSeconds * Self.minuteSeconds)
        case "today": zone.startOfDay(zone.date(at: loadedAt))
        case "last_month_start": lastMonth.interval.start
        case "last_month_end": lastMonth.interval.end
        default: nil
        }
    }
}
