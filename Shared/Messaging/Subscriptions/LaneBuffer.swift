import Contracts

/// What has been read ahead of one partition: consecutive events after the cursor. A value; reads nothing itself.
struct LaneBuffer {
    struct Item: Sendable {
        let position: Int64
        /// Nil where the source does not tell it: then it is read from the envelope.
        var type: String?
        let json: [UInt8]
    }

    /// What the lane must do next.
    enum Mode: Equatable {
        /// The stream has what follows.
        case stream
        /// The stream lacks what follows: read from the producer.
        case catchUp
    }

    let capacity: Int
    private(set) var mode = Mode.stream
    /// The last position in the buffer, or the cursor when it is empty.
    private(set) var readPosition: Int64
    /// The highest position that is known to exist.
    private(set) var head: Int64
    private var items: [Item] = []

    init(position: Int64, capacity: Int) {
        self.readPosition = position
        self.head = position
        self.capacity = capacity
    }

    var isEmpty: Bool { items.isEmpty }
    /// Whether more should be read from the stream.
    var wantsMore: Bool { mode == .stream && items.count < capacity }

    /// Takes what follows from what the stream has. Known positions are ignored; a gap ends the reading of the stream.
    mutating func feed(_ entries: [Item]) {
        if let last = entries.last { head = max(head, last.position) }
        guard mode == .stream else { return }
        for entry in entries where entry.position > readPosition {
            guard entry.position == readPosition + 1 else {
                mode = .catchUp
                return
            }
            items.append(entry)
            readPosition = entry.position
        }
    }

    /// Another source says how far the partition goes.
    mutating func noteHead(_ head: Int64) { self.head = max(self.head, head) }

    /// The stream is behind what exists: read from the producer.
    mutating func distrustStream() {
        if head > readPosition { mode = .catchUp }
    }

    /// The producer had this (consecutive, after `readPosition`); `isAll` when nothing follows it.
    mutating func caughtUp(_ entries: [Item], isAll: Bool) {
        for entry in entries where entry.position == readPosition + 1 {
            items.append(entry)
            readPosition = entry.position
        }
        head = max(head, readPosition)
        if isAll { mode = .stream }
    }

    /// Takes the next events out, at most `count`.
    mutating func take(_ count: Int) -> [Item] {
        let taken = Array(items.prefix(count))
        items.removeFirst(taken.count)
        return taken
    }

    /// Forgets what was read ahead and goes on after `position`.
    mutating func restart(at position: Int64) {
        items = []
        readPosition = position
        mode = .stream
        head = max(head, position)
    }
}
