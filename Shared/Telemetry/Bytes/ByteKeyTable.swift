/// Finds small numbers by byte strings without allocating: the key of a series is looked up once a sample, so this is the
/// inside of the ingest loop. Keys are only added. The hash is seeded per process, so that a sender cannot choose collisions.
public struct ByteKeyTable: Sendable {
    private static let seed = UInt64.random(in: .min ... .max)
    private static let initialSlots = 64

    /// One more than the entry's number; 0 is free. Open addressing, a power of two, at most half full.
    private var slots: [Int32]
    private var hashes: [UInt64] = []
    /// Where each key ends in `arena`; it begins where the one before it ends.
    private var ends: [Int] = []
    private var arena: [UInt8] = []

    /// An empty table.
    public init() {
        self.slots = Array(repeating: 0, count: Self.initialSlots)
    }

    /// How many keys there are.
    public var count: Int { ends.count }

    /// How many bytes the keys take.
    public var keyBytes: Int { arena.count }

    /// The number of a key, counting from 0 in the order of adding; nil when it is not there.
    public func find(_ key: UnsafeRawBufferPointer) -> Int? {
        let hash = Self.hash(key)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != 0 {
            let entry = Int(slots[slot]) - 1
            if hashes[entry] == hash, equal(entry, key) { return entry }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// Adds a key that is not there, and gives its number.
    public mutating func add(_ key: UnsafeRawBufferPointer) -> Int {
        if (count + 1) * 2 > slots.count { grow() }
        let entry = count
        let hash = Self.hash(key)
        hashes.append(hash)
        arena.append(contentsOf: key)
        ends.append(arena.count)
        place(entry, hash)
        return entry
    }

    private mutating func place(_ entry: Int, _ hash: UInt64) {
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = Int32(entry + 1)
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 2)
        for entry in 0..<count { place(entry, hashes[entry]) }
    }

    private func equal(_ entry: Int, _ key: UnsafeRawBufferPointer) -> Bool {
        let start = entry == 0 ? 0 : ends[entry - 1]
        guard ends[entry] - start == key.count else { return false }
        return arena.withUnsafeBytes { arena in
            arena[start..<start + key.count].elementsEqual(key)
        }
    }

    /// Eight bytes at a time, multiplied and folded: quick, and good enough behind a secret seed.
    private static func hash(_ key: UnsafeRawBufferPointer) -> UInt64 {
        var state = seed ^ (UInt64(key.count) &* 0x9E37_79B9_7F4A_7C15)
        var offset = 0
        while offset + 8 <= key.count {
            state = mix(state ^ key.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            offset += 8
        }
        var tail: UInt64 = 0
        while offset < key.count {
            tail = tail << 8 | UInt64(key[offset])
            offset += 1
        }
        return mix(state ^ tail)
    }

    @inline(__always)
    private static func mix(_ value: UInt64) -> UInt64 {
        let (high, low) = value.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
        return high ^ low
    }
}
