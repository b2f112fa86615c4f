/// The entry of a chain that is not as it should be, and why.
struct ChainFault: Hashable, Sendable, CustomStringConvertible {
    /// The entry's place.
    let sequence: Int64
    /// What is wrong with it.
    let reason: String

    /// "entry 12: its hash is not that of what it says"
    var description: String { "entry \(sequence): \(reason)" }
}
