import Foundation
import Telemetry

/// A series' runs of one span, as they are kept.
struct StoredRuns: Sendable {
    /// Hours of a span: 32 days, so that a row costs little a day, and a flapping series no more than fits a page or two.
    static let spanHours: Int32 = 768

    /// The series' number.
    let series: Int64
    /// Spans since the epoch.
    let span: Int32
    /// See ``RunCoding``.
    let payload: Data

    /// The span that an hour of the epoch lies in.
    static func span(of hour: Int32) -> Int32 {
        hour >= 0 ? hour / spanHours : (hour - spanHours + 1) / spanHours
    }

    /// The epoch second that the distances of a span count from.
    static func base(of span: Int32) -> Int64 {
        Int64(span) * Int64(spanHours) * SeriesMerge.hourSeconds
    }

    /// The runs, ascending.
    ///
    /// - Throws: when the bytes were not written by ``RunCoding``.
    func runs() throws -> [StateRun] {
        try payload.withUnsafeBytes { bytes throws(ByteReader.Malformed) in
            try RunCoding.read(bytes, base: Self.base(of: span))
        }
    }
}

/// The runs of a series in a stretch of spans, both ends included, that do not end before an hour.
struct RunStretch: Hashable, Sendable {
    let series: Int64
    let first: Int32
    let last: Int32
    let hour: Int32
}
