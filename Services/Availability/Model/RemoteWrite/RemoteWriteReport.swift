/// What became of a remote write request.
struct RemoteWriteReport: Sendable, Equatable {
    /// Samples that are stored.
    var accepted = 0
    /// Markers that say that a series has stopped. It then has no sample, which in time makes it unknown.
    var staleMarkers = 0
    /// Series that no definition names.
    var unknownSeries = 0
    /// Their samples.
    var unknownSamples = 0
    /// Samples of known series that were refused: a clock that runs ahead, or a value that is none.
    var rejected = 0
    /// Why the first of them was refused.
    var firstRejection: String?
}
