/// A remote write body that is refused whole. The sender must not repeat it: it will not get better.
struct RemoteWriteError: Error, Equatable {
    /// For a person.
    let detail: String
}
