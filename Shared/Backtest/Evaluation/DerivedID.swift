import Contracts
import Terms

/// Ids for what has none outside a database: made of names, so that two runs give the same thing the same id.
enum DerivedID {
    /// The id of a thing of these names.
    static func make<Kind>(_ names: String..., at instant: Instant = Instant(epochSeconds: 0)) -> ID<Kind> {
        let text = names.joined(separator: "\u{1F}")
        return ID(
            UUIDv7.make(
                milliseconds: max(0, instant.epochSeconds) * 1000, high: fnv(text, 0xCBF2_9CE4_8422_2325),
                low: fnv(text, 0x9AE1_6A3B_2F90_404F)))
    }

    /// FNV-1a of 64 bits: it need not withstand anybody, the names are the caller's own.
    private static func fnv(_ text: String, _ start: UInt64) -> UInt64 {
        text.utf8.reduce(start) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }
}
