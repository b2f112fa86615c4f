import Testing

@testable import Postgres

/// Which connection does what, without a socket.
struct PoolStateTests {
    private func pool(_ connections: Int, depth: Int = 4) -> PoolState {
        var state = PoolState(connections: connections, depth: depth)
        for slot in 0..<connections {
            state.connecting(slot)
            let result7 = state.connected(slot)
            #expect(result7?.lease == nil)
        }
        return state
    }

    @Test func unitsGoWhereLeastIsInFlight() {
        var state = pool(3, depth: 2)
        #expect((0..<6).map { _ in state.place(0) } == [0, 1, 2, 0, 1, 2])
        #expect(state.place(0) == nil)
        let result8 = state.progressed(1, inFlight: 0, 0)
        #expect(result8 == nil)
        #expect(state.place(0) == 1)
    }

    @Test func nothingIsPlacedWhereNoConnectionIs() {
        var state = PoolState(connections: 2, depth: 4)
        #expect(state.place(0) == nil)
        state.connecting(0)
        #expect(state.place(0) == nil && state.ready == 0)
        _ = state.connected(0)
        #expect(state.place(0) == 0 && state.ready == 1)
    }

    @Test func unitsAvoidAConnectionThatWorksAtSomethingSlow() {
        var state = pool(2)
        // A slow unit goes to 0, and quick ones come and go on 1.
        let slow = state.place(1_000)
        #expect(slow == 0)
        let later = 1_000 + PoolState.stalledMilliseconds + 1
        let placed = (0..<3).map { _ in state.place(later) }
        #expect(placed == [1, 1, 1])
        // It is better than none when the other is full.
        let last = [state.place(later), state.place(later)]
        #expect(last == [1, 0])
        _ = state.progressed(0, inFlight: 0, later)
        let again = state.place(later)
        #expect(again == 0)
    }

    @Test func aLeaseTakesAnIdleConnectionAtOnce() {
        var state = pool(2)
        let grant = state.request(9)
        #expect(grant.map { [$0.lease, $0.slot] } == [9, 0] && state.leases == 1)
        #expect((0..<3).map { _ in state.place(0) } == [1, 1, 1])
        let result9 = state.release(9)
        #expect(result9?.lease == nil)
        #expect(state.place(0) == 0)
    }

    @Test func aLeaseWaitsUntilItsConnectionHasDrained() {
        var state = pool(2)
        #expect([state.place(0), state.place(0), state.place(0)] == [0, 1, 0])
        let result10 = state.request(9)
        #expect(result10?.lease == nil)
        #expect(state.slots[1] == .draining(inFlight: 1, lease: 9))
        // The promised connection takes no more units.
        #expect(state.place(0) == 0)
        let result11 = state.progressed(1, inFlight: 0, 0)
        #expect(result11 == 9)
        #expect(state.slots[1] == .leased(9))
    }

    @Test func oneConnectionStaysShared() {
        var state = pool(2)
        let grant1 = state.request(1)
        #expect(grant1.map { [$0.lease, $0.slot] } == [1, 0])
        let result12 = state.request(2)
        #expect(result12?.lease == nil)
        #expect(state.waitingLeases == 1 && state.place(0) == 1)
        let grant2 = state.release(1)
        #expect(grant2.map { [$0.lease, $0.slot] } == [2, 0])
    }

    @Test func aSingleConnectionIsLeasedToo() {
        var state = pool(1)
        let grant3 = state.request(1)
        #expect(grant3.map { [$0.lease, $0.slot] } == [1, 0])
        #expect(state.place(0) == nil)
        _ = state.release(1)
        #expect(state.place(0) == 0)
    }

    @Test func leasesAreServedInTheirOrder() {
        var state = pool(2)
        _ = state.request(1)
        _ = state.request(2)
        _ = state.request(3)
        let next5 = state.release(1)
        #expect(next5?.lease == 2)
        let next6 = state.release(2)
        #expect(next6?.lease == 3)
    }

    @Test func aLeaseThatGivesUpFreesItsPromise() {
        var state = pool(2)
        _ = state.place(0)
        _ = state.place(0)
        let result13 = state.request(1)
        #expect(result13?.lease == nil)
        let result14 = state.release(1)
        #expect(result14?.lease == nil)
        #expect(state.slots == [.shared(inFlight: 1), .shared(inFlight: 1)])
    }

    @Test func aLostConnectionEndsItsLeaseAndRenewsAPromise() {
        var state = pool(2)
        _ = state.request(1)
        let result15 = state.lost(0)
        #expect(result15 == 1)
        #expect(state.slots[0] == .down)
        _ = state.connected(0)
        _ = state.place(0)
        _ = state.place(0)
        let result16 = state.request(2)
        #expect(result16?.lease == nil)
        #expect(state.slots[0] == .draining(inFlight: 1, lease: 2))
        let result17 = state.lost(0)
        #expect(result17 == nil)
        let grant4 = state.connected(0)
        #expect(grant4.map { [$0.lease, $0.slot] } == [2, 0])
    }
}

/// Pauses between attempts to connect.
struct BackoffTests {
    @Test func doublesWithinItsBoundsAndStartsAnew() {
        var backoff = Backoff(maximumMilliseconds: 2_000)
        let pauses = (0..<40).map { _ in backoff.next() }
        #expect((25...50).contains(pauses[0]) && (50...100).contains(pauses[1]))
        #expect(pauses.allSatisfy { $0 <= 2_000 } && pauses.last! >= 1_000)
        backoff.reset()
        #expect((25...50).contains(backoff.next()))
    }
}

struct RingBufferTests {
    @Test func keepsOrderWhileItGrowsAndWraps() {
        var buffer = RingBuffer<Int>(capacity: 4)
        var expected: [Int] = []
        for round in 0..<200 {
            buffer.append(round)
            expected.append(round)
            if round % 3 == 0 { #expect(buffer.popFirst() == expected.removeFirst()) }
            if round % 50 == 0 {
                buffer.prepend(-round)
                expected.insert(-round, at: 0)
            }
        }
        #expect(buffer.count == expected.count && buffer.first == expected.first)
        #expect((0..<expected.count).map { buffer[$0] } == expected)
        #expect(buffer.removeAll() == expected && buffer.isEmpty && buffer.popFirst() == nil)
    }
}
