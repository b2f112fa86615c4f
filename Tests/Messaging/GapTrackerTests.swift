import Testing

@testable import Messaging

@Suite("Numbers that are missing")
struct GapTrackerTests {
    @Test("a rolled-back number is given up once its possible writers have ended and a later pass has not found it")
    func rolledBack() {
        var gaps = GapTracker(high: 10)
        gaps.passed(saw: [11, 13], complete: true)
        #expect(gaps.missing.ranges == [12...12])
        #expect(gaps.low == 11)
        #expect(gaps.wantsWriters)
        gaps.writing(["3/17"])
        gaps.passed(saw: [], complete: true)
        #expect(gaps.missing.ranges == [12...12])
        gaps.writing(["3/18", "4/2"])
        #expect(gaps.missing.ranges == [12...12])
        gaps.passed(saw: [], complete: true)
        #expect(gaps.missing.isEmpty)
        #expect(gaps.low == 13)
        #expect(!gaps.wantsWriters)
    }

    @Test("a slow transaction's number is found whenever it commits")
    func slow() {
        var gaps = GapTracker(high: 0)
        gaps.passed(saw: [2, 3, 5], complete: true)
        #expect(gaps.missing.ranges == [1...1, 4...4])
        gaps.writing(["1/1"])
        for _ in 0..<5 {
            gaps.passed(saw: [], complete: true)
            gaps.writing(["1/1", "2/9"])
        }
        gaps.passed(saw: [1, 6], complete: true)
        #expect(gaps.missing.ranges == [4...4])
        #expect(gaps.high == 6)
    }

    @Test("a writer that came after the number was missed does not hold it up")
    func later() {
        var gaps = GapTracker(high: 0)
        gaps.passed(saw: [2], complete: true)
        gaps.writing([])
        gaps.writing(["9/9"])
        gaps.passed(saw: [], complete: true)
        #expect(gaps.missing.isEmpty)
    }

    @Test("nothing is given up by a pass that stopped at its limit")
    func incomplete() {
        var gaps = GapTracker(high: 0)
        gaps.passed(saw: [1001], complete: true)
        #expect(gaps.missing.ranges == [1...1000])
        gaps.writing([])
        gaps.passed(saw: Array(1...500), complete: false)
        #expect(gaps.missing.ranges == [501...1000])
        gaps.passed(saw: Array(501...999), complete: true)
        #expect(gaps.missing.isEmpty)
    }

    @Test("numbers found in the middle split a range")
    func split() {
        var ranges = NumberRanges()
        ranges.append(1...10)
        ranges.append(20...20)
        ranges.remove(5)
        ranges.remove(20)
        ranges.remove(99)
        #expect(ranges.ranges == [1...4, 6...10])
        var removed = NumberRanges()
        removed.append(3...7)
        ranges.subtract(removed)
        #expect(ranges.ranges == [1...2, 8...10])
    }
}
