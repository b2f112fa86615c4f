import Testing

@testable import Gateway

@Suite("A cache of generations")
struct GenerationalCacheTests {
    @Test("keeps what is used and never more than twice its capacity")
    func bounds() {
        var cache = GenerationalCache<Int, Int>(capacity: 10)
        for number in 0..<1000 {
            cache.insert(number, number)
            let kept = cache.value(0)
            #expect(kept == 0, "used all the time")
            #expect(cache.count <= 20)
        }
        let forgotten = cache.value(500)
        #expect(forgotten == nil)
        let newest = cache.value(999)
        #expect(newest == 999)
    }

    @Test("forgets and replaces")
    func changes() {
        var cache = GenerationalCache<String, Int>(capacity: 2)
        cache.insert("a", 1)
        cache.insert("a", 2)
        let replaced = cache.value("a")
        #expect(replaced == 2)
        cache.remove("a")
        let removed = cache.value("a")
        #expect(removed == nil)
        #expect(cache.count == 0)
    }
}
