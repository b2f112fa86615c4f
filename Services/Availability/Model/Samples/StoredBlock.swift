import Foundation

/// A series' samples of one hour, as they are kept.
struct StoredBlock: Sendable {
    /// The series' number.
    let series: Int64
    /// Hours since the epoch.
    let hour: Int32
    /// How many samples.
    let count: Int32
    /// See ``SampleBlock``.
    let payload: Data
}

/// The blocks of a series in a stretch of hours, both ends included.
struct BlockStretch: Hashable, Sendable {
    let series: Int64
    let first: Int32
    let last: Int32
}
