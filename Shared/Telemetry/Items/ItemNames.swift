/// What an item says it is about, as it lies in the buffer that it was read from.
public struct ItemNames {
    /// The service's key or id.
    public var service = UnsafeRawBufferPointer(start: nil, count: 0)
    /// The component's key.
    public var component = UnsafeRawBufferPointer(start: nil, count: 0)
    /// The location that was probed from; empty where none was named.
    public var location = UnsafeRawBufferPointer(start: nil, count: 0)

    /// Names of nothing yet.
    public init() {}

    /// How the item is named among the unknown series.
    public func description(_ kind: String) -> String {
        var parts = [service, component]
        if !location.isEmpty { parts.append(location) }
        return SeriesName.of(kind, parts.map { String(decoding: $0.prefix(SeriesName.partMaximum), as: UTF8.self) })
    }
}

/// How unknown series are shown.
public enum SeriesName {
    /// Characters of a series' name, as it is shown among the unknown ones.
    public static let lengthMaximum = 512
    /// Characters of a service's or component's name in it.
    static let partMaximum = 64

    /// The name of a series of a kind, by what it is of.
    public static func of(_ kind: String, _ parts: [String]) -> String {
        printable("\(kind) \(parts.map { String($0.prefix(partMaximum)) }.joined(separator: "/"))")
    }

    /// The text without control characters, cut to ``lengthMaximum``.
    public static func printable(_ text: String) -> String {
        let scalars = text.unicodeScalars.prefix(lengthMaximum).map { scalar in
            scalar.value < 0x20 || scalar.value == 0x7F ? "\u{FFFD}" : scalar
        }
        return String(String.UnicodeScalarView(scalars))
    }
}
