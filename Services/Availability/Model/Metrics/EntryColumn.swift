import Telemetry

/// Entries that repeat, told by number: 0 the next one of the list, as yet unheard of; above that those that were told, from the
/// first on. So entries that are all different cost no more numbers than one that is always the same.
struct EntryColumn {
    fileprivate private(set) var list: [[UInt8]] = []
    fileprivate private(set) var numbers = NumberColumn()
    private var known: [[UInt8]: UInt32] = [:]

    /// Adds an entry at the end.
    mutating func add(_ entry: [UInt8]) {
        if let number = known[entry] { return numbers.add(number) }
        list.append(entry)
        known[entry] = UInt32(list.count)
        numbers.add(0)
    }
}

/// Entries as they are read: a list, and which of it each measurement has.
struct EntryIndexes {
    let list: [UnsafeRawBufferPointer]
    /// One a measurement; each is an index of the list.
    let indexes: [Int]

    /// The list as texts.
    var texts: [String] { list.map { String(decoding: $0, as: UTF8.self) } }
}

extension ByteWriter {
    /// A column of entries.
    mutating func entries(_ column: EntryColumn) {
        varint(UInt64(column.list.count))
        for entry in column.list { counted(entry) }
        raw(column.numbers.bytes)
    }
}

extension ByteReader {
    /// An ``EntryColumn`` of so many.
    mutating func entries(_ count: Int) throws(Malformed) -> EntryIndexes {
        let said = try varint()
        guard said <= UInt64(count) else { throw malformed("more entries than measurements") }
        var list: [UnsafeRawBufferPointer] = []
        for _ in 0..<said { list.append(try counted()) }
        var told = 0
        var indexes: [Int] = []
        indexes.reserveCapacity(count)
        for number in try numbers(count) {
            if number == 0 { told += 1 }
            let index = number == 0 ? told - 1 : Int(number) - 1
            guard index < told, told <= list.count else { throw malformed("an entry that is not there") }
            indexes.append(index)
        }
        return EntryIndexes(list: list, indexes: indexes)
    }
}
