/// Which connection does what. No I/O: the pool tells what happened and does what it is told.
///
/// Units share connections (pipelined, the least loaded first); a lease has one for itself. While leases last at least
/// one connection stays shared, if there is more than one: otherwise a transaction whose body queries the pool would
/// wait for itself.
struct PoolState {
    enum Slot: Equatable {
        case down
        case connecting
        /// Takes units; so many are in flight.
        case shared(inFlight: Int)
        /// Promised to a lease; takes no more units.
        case draining(inFlight: Int, lease: Int)
        case leased(Int)
    }

    /// A connection that has not finished a unit for so long works at something slow: others go elsewhere if they can,
    /// because on a pipeline they would wait for it.
    static let stalledMilliseconds: UInt64 = 20

    let depth: Int
    /// When each connection last finished a unit, or got one while it had none.
    private var progressedAt: [UInt64]
    private let maximumLeases: Int
    private(set) var slots: [Slot]
    private var waiting: [Int] = []

    init(connections: Int, depth: Int) {
        precondition(connections > 0 && depth > 0, "a pool needs a connection")
        self.depth = depth
        maximumLeases = max(1, connections - 1)
        slots = Array(repeating: .down, count: connections)
        progressedAt = Array(repeating: 0, count: connections)
    }

    /// Connections that work, leased ones too.
    var ready: Int {
        slots.count { slot in slot != .down && slot != .connecting }
    }
    /// Leases granted or promised.
    var leases: Int {
        slots.count { slot in
            switch slot {
            case .draining, .leased: return true
            case .down, .connecting, .shared: return false
            }
        }
    }
    /// Leases that wait for a connection to be promised to them.
    var waitingLeases: Int { waiting.count }

    mutating func connecting(_ slot: Int) { slots[slot] = .connecting }

    /// Returns a lease that now has a connection.
    mutating func connected(_ slot: Int) -> (lease: Int, slot: Int)? {
        slots[slot] = .shared(inFlight: 0)
        return promise()
    }

    /// Returns the lease that had, or was promised, this connection. A promise is renewed, at the head of the line.
    mutating func lost(_ slot: Int) -> Int? {
        defer { slots[slot] = .down }
        switch slots[slot] {
        case .leased(let lease): return lease
        case .draining(_, let lease): waiting.insert(lease, at: 0)
        case .down, .connecting, .shared: break
        }
        return nil
    }

    /// The connection for the next unit, counted as in flight there; nil when all are busy to their depth or away.
    mutating func place(_ now: UInt64) -> Int? {
        var best: Int?
        var least = depth
        var isStalled = true
        for index in slots.indices {
            guard case .shared(let inFlight) = slots[index], inFlight < depth else { continue }
            let stalls = inFlight > 0 && now.elapsed(since: progressedAt[index]) > Self.stalledMilliseconds
            if (isStalled && !stalls) || (isStalled == stalls && inFlight < least) {
                best = index
                least = inFlight
                isStalled = stalls
            }
            // None can be better.
            if inFlight == 0 { break }
        }
        if let best {
            if least == 0 { progressedAt[best] = now }
            slots[best] = .shared(inFlight: least + 1)
        }
        return best
    }

    /// The connection has so many units in flight now. Returns the lease that gets it when it has drained.
    mutating func progressed(_ slot: Int, inFlight: Int, _ now: UInt64) -> Int? {
        progressedAt[slot] = now
        switch slots[slot] {
        case .shared: slots[slot] = .shared(inFlight: inFlight)
        case .draining(_, let lease) where inFlight == 0:
            slots[slot] = .leased(lease)
            return lease
        case .draining(_, let lease): slots[slot] = .draining(inFlight: inFlight, lease: lease)
        case .down, .connecting, .leased: break
        }
        return nil
    }

    /// A lease wants a connection. Returns who has got one now, this lease or one that waited before it.
    mutating func request(_ lease: Int) -> (lease: Int, slot: Int)? {
        waiting.append(lease)
        return promise()
    }

    /// The lease gives its connection back, or does not want one any more. Returns a lease that has got one now.
    mutating func release(_ lease: Int) -> (lease: Int, slot: Int)? {
        waiting.removeAll { $0 == lease }
        for (index, slot) in slots.enumerated() {
            switch slot {
            case .leased(lease): slots[index] = .shared(inFlight: 0)
            case .draining(let inFlight, lease): slots[index] = .shared(inFlight: inFlight)
            default: continue
            }
        }
        return promise()
    }

    /// Promises a connection to the lease that waits longest. It has it at once when nothing is in flight there.
    private mutating func promise() -> (lease: Int, slot: Int)? {
        guard let lease = waiting.first, leases < maximumLeases else { return nil }
        var best: (slot: Int, inFlight: Int)?
        for (index, slot) in slots.enumerated() {
            if case .shared(let inFlight) = slot, inFlight < best?.inFlight ?? .max { best = (index, inFlight) }
        }
        guard let best else { return nil }
        waiting.removeFirst()
        guard best.inFlight == 0 else {
            slots[best.slot] = .draining(inFlight: best.inFlight, lease: lease)
            return nil
        }
        slots[best.slot] = .leased(lease)
        return (lease, best.slot)
    }
}

extension UInt64 {
    /// Milliseconds since an earlier reading of the loop's clock. The clock may be read anew in the middle of a turn, so that
    /// "now" may be the older of the two: then none have passed.
    func elapsed(since earlier: UInt64) -> UInt64 { self > earlier ? self - earlier : 0 }
}
