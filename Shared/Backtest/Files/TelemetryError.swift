/// Recorded measurements cannot be used, with the place where that shows.
public struct TelemetryError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file.
    public let file: String
    /// Where in it: `line 12`, `byte 4096`; empty for the whole.
    public let place: String
    /// What is wrong.
    public let detail: String

    /// An error at a place of a file.
    public init(file: String, place: String = "", detail: String) {
        self.file = file
        self.place = place
        self.detail = detail
    }

    /// `march.csv, line 12: state must be up, down, 1 or 0`
    public var description: String { "\(file)\(place.isEmpty ? "" : ", \(place)"): \(detail)" }
}
