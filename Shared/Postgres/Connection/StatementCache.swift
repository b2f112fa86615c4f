/// Which statements one connection has prepared. Bounded; the least recently used goes first. No I/O.
struct StatementCache {
    /// How a statement is to be sent.
    enum Use: Equatable {
        /// It is prepared under this name.
        case prepared(name: [CChar])
        /// Prepare it under this number and name, and execute that.
        case prepare(number: Int, name: [CChar])
        /// Another unit in flight prepares it; whether that succeeds is not known yet. Send it whole.
        case unprepared
    }

    private final class Entry {
        /// Without values: those may be large, or secret, and this is kept.
        let shape: Statement
        /// As libpq wants it, with its final NUL.
        let name: [CChar]
        var isReady = false
        var lastUse: UInt64 = 0
        init(_ statement: Statement, name: String) {
            shape = statement.withoutValues
            self.name = Array(name.utf8CString)
        }
    }

    let capacity: Int
    /// By their hashes. Of two statements with the same one, as good as never, the first alone is prepared.
    private var entries: [UInt64: Entry] = [:]
    private var preparing: [Int: UInt64] = [:]
    private var nextNumber = 1
    private var clock: UInt64 = 0
    /// Prepared in the server, but not wanted any more: to be deallocated.
    private var discarded: [String] = []

    init(capacity: Int) { self.capacity = capacity }

    var count: Int { entries.count }

    mutating func use(_ statement: Statement) -> Use {
        clock += 1
        if let entry = entries[statement.shapeHash] {
            guard entry.isReady, entry.shape == statement else { return .unprepared }
            entry.lastUse = clock
            return .prepared(name: entry.name)
        }
        guard makeRoom() else { return .unprepared }
        let number = nextNumber
        nextNumber += 1
        let entry = Entry(statement, name: "p\(number)")
        entry.lastUse = clock
        entries[statement.shapeHash] = entry
        preparing[number] = statement.shapeHash
        return .prepare(number: number, name: entry.name)
    }

    mutating func prepared(_ number: Int) {
        guard let hash = preparing.removeValue(forKey: number) else { return }
        entries[hash]?.isReady = true
    }

    mutating func notPrepared(_ number: Int) {
        guard let hash = preparing.removeValue(forKey: number) else { return }
        entries[hash] = nil
    }

    /// The server's plan for this statement is no longer good (a table changed): prepare anew at the next use.
    mutating func forget(_ statement: Statement) {
        guard let entry = entries[statement.shapeHash], entry.isReady, entry.shape == statement else { return }
        discard(entry)
    }

    private mutating func discard(_ entry: Entry) {
        entries[entry.shape.shapeHash] = nil
        discarded.append(String(cString: entry.name))
    }

    /// The names to deallocate in the server, once.
    mutating func takeDiscarded() -> [String] {
        guard !discarded.isEmpty else { return [] }
        defer { discarded = [] }
        return discarded
    }

    private mutating func makeRoom() -> Bool {
        guard entries.count >= capacity else { return true }
        guard let oldest = entries.values.filter(\.isReady).min(by: { $0.lastUse < $1.lastUse }) else { return false }
        discard(oldest)
        return true
    }
}
