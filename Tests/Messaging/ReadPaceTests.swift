import Testing

@testable import Messaging

@Suite("The pace of reading")
struct ReadPaceTests {
    private let millisecond: UInt64 = 1_000_000

    @Test("what comes alone is read at once, what comes in quick succession shares a read")
    func rests() {
        var pace = ReadPace(pauseMilliseconds: 4)
        #expect(pace.restMilliseconds(at: 0) == nil)
        pace.found(at: 100 * millisecond)
        #expect(pace.restMilliseconds(at: 100 * millisecond) == 4)
        #expect(pace.restMilliseconds(at: 103 * millisecond) == 1)
        #expect(pace.restMilliseconds(at: 104 * millisecond) == nil)
        pace.found(at: 104 * millisecond)
        #expect(pace.restMilliseconds(at: 105 * millisecond) == 3)
        // A clock that another thread has read a moment earlier.
        #expect(pace.restMilliseconds(at: 99 * millisecond) == 4)
    }

    @Test("no pause is no pause")
    func none() {
        var pace = ReadPace(pauseMilliseconds: 0)
        pace.found(at: 5)
        #expect(pace.restMilliseconds(at: 5) == nil)
    }
}
