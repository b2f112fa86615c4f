import Foundation

/// Comparison whose time tells nothing about where two secrets differ.
public enum ConstantTime {
    /// Whether the bytes are the same; only their number may show in the time.
    public static func equal(_ a: some Collection<UInt8>, _ b: some Collection<UInt8>) -> Bool {
        guard a.count == b.count else { return false }
        return zip(a, b).reduce(0 as UInt8) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// Whether the texts are the same.
    public static func equal(_ a: String, _ b: String) -> Bool {
        equal(Array(a.utf8), Array(b.utf8))
    }
}
