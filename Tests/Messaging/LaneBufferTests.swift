import Testing

@testable import Messaging

@Suite("Reading ahead")
struct LaneBufferTests {
    private func items(_ positions: Int64...) -> [LaneBuffer.Item] { positions.map { LaneBuffer.Item(position: $0, json: []) } }

    @Test("what is known already is ignored")
    func duplicates() {
        var buffer = LaneBuffer(position: 5, capacity: 10)
        buffer.feed(items(4, 5, 6, 6, 7, 3, 7, 8))
        #expect(buffer.take(10).map(\.position) == [6, 7, 8])
        #expect(buffer.mode == .stream)
        buffer.feed(items(8))
        #expect(buffer.isEmpty)
    }

    @Test("a gap sends the reader to the producer, and nothing after it is taken from the stream")
    func gap() {
        var buffer = LaneBuffer(position: 0, capacity: 10)
        buffer.feed(items(1, 3, 4))
        #expect(buffer.mode == .catchUp)
        #expect(!buffer.wantsMore)
        buffer.feed(items(2))
        #expect(buffer.take(10).map(\.position) == [1])
        buffer.caughtUp(items(2, 3), isAll: false)
        #expect(buffer.mode == .catchUp)
        buffer.caughtUp(items(4), isAll: true)
        #expect(buffer.mode == .stream)
        #expect(buffer.take(2).map(\.position) == [2, 3])
        #expect(buffer.take(2).map(\.position) == [4])
        #expect(buffer.head == 4)
    }

    @Test("the buffer is bounded, and a stream that is behind is not trusted")
    func bounds() {
        var buffer = LaneBuffer(position: 0, capacity: 2)
        buffer.distrustStream()
        #expect(buffer.mode == .stream)
        buffer.feed(items(1, 2))
        #expect(!buffer.wantsMore)
        _ = buffer.take(1)
        #expect(buffer.wantsMore)
        buffer.noteHead(9)
        buffer.distrustStream()
        #expect(buffer.mode == .catchUp)
    }
}
