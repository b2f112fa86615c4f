/// A bounded map that forgets what was not used for the longest time, roughly: two generations, of which the older is dropped
/// when the younger is full. Every operation takes constant time, and the bound is at most twice the capacity.
struct GenerationalCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let capacity: Int
    private var young: [Key: Value] = [:]
    private var old: [Key: Value] = [:]

    /// A cache of at most `2 * capacity` entries.
    init(capacity: Int) {
        self.capacity = max(1, capacity)
    }

    /// How many entries are held.
    var count: Int { young.count + old.count }

    /// The value of a key; using it keeps it.
    mutating func value(_ key: Key) -> Value? {
        if let value = young[key] { return value }
        guard let value = old.removeValue(forKey: key) else { return nil }
        insert(key, value)
        return value
    }

    /// Keeps a value.
    mutating func insert(_ key: Key, _ value: Value) {
        old[key] = nil
        if young.count >= capacity, young[key] == nil {
            old = young
            young = [:]
        }
        young[key] = value
    }

    /// Forgets a key.
    mutating func remove(_ key: Key) {
        young[key] = nil
        old[key] = nil
    }
}
