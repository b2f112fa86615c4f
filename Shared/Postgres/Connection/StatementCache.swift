/// Which statements one connection has prepared. Bounded; the least recently used goes first. No I/O.
struct StatementCache {
    /// How a statement is to be sent.
    enum Use: Equatable {
        /// It is prepared under this name.
        case prepared(name: String)
        /// Prepare it under this number and name, and execute that.
        case prepare(number: Int, name: String)
        /// Another unit in flight prepares it; whether that succeeds is not known yet. Send it whole.
        case unprepared
    }

    private final class Entry {
        let name: String
        var isReady = false
        var lastUse: UInt64 = 0
        init(name: String) { self.name = name }
    }

    let capacity: Int
    private var entries: [Statement: Entry] = [:]
    private var preparing: [Int: Statement] = [:]
    private var nextNumber = 1
    private var clock: UInt64 = 0
    /// Prepared in the server, but not wanted any more: to be deallocated.
    private var discarded: [String] = []

    init(capacity: Int) { self.capacity = capacity }

    var count: Int { entries.count }

    mutating func use(_ statement: Statement) -> Use {
        clock += 1
        if let entry = entries[statement] {
            entry.lastUse = clock
            return entry.isReady ? .prepared(name: entry.name) : .unprepared
        }
        guard makeRoom() else { return .unprepared }
        let number = nextNumber
        nextNumber += 1
        let entry = Entry(name: "p\(number)")
        entry.lastUse = clock
        // Not the statement itself: its values may be large, or secret, and this is kept.
        let shape = statement.withoutValues
        entries[shape] = entry
        preparing[number] = shape
        return .prepare(number: number, name: entry.name)
    }

    mutating func prepared(_ number: Int) {
        guard let shape = preparing.removeValue(forKey: number) else { return }
        entries[shape]?.isReady = true
    }

    mutating func notPrepared(_ number: Int) {
        guard let shape = preparing.removeValue(forKey: number) else { return }
        entries[shape] = nil
    }

    /// The server's plan for this statement is no longer good (a table changed): prepare anew at the next use.
    mutating func forget(_ statement: Statement) {
        guard let entry = entries[statement], entry.isReady else { return }
        entries[statement] = nil
        discarded.append(entry.name)
    }

    /// The names to deallocate in the server, once.
    mutating func takeDiscarded() -> [String] {
        guard !discarded.isEmpty else { return [] }
        defer { discarded = [] }
        return discarded
    }

    private mutating func makeRoom() -> Bool {
        guard entries.count >= capacity else { return true }
        guard let oldest = entries.filter({ $0.value.isReady }).min(by: { $0.value.lastUse < $1.value.lastUse }) else {
            return false
        }
        entries[oldest.key] = nil
        discarded.append(oldest.value.name)
        return true
    }
}
