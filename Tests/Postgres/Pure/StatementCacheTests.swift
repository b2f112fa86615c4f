import Testing

@testable import Postgres

/// Which statements a connection has prepared, without a socket.
struct StatementCacheTests {
    private func key(_ sql: String) -> StatementKey { StatementKey(Query(raw: sql)) }

    @Test func preparesOnceAndUsesItAfterwards() {
        var cache = StatementCache(capacity: 4)
        #expect(cache.use(key("a")) == .prepare(number: 1, name: "p1"))
        // In flight, not confirmed: another unit must not count on it.
        #expect(cache.use(key("a")) == .unprepared)
        cache.prepared(1)
        #expect(cache.use(key("a")) == .prepared(name: "p1"))
    }

    @Test func aFailedPreparationIsTriedAgainUnderAnotherName() {
        var cache = StatementCache(capacity: 4)
        _ = cache.use(key("a"))
        cache.notPrepared(1)
        #expect(cache.use(key("a")) == .prepare(number: 2, name: "p2"))
    }

    @Test func theLeastRecentlyUsedGoes() {
        var cache = StatementCache(capacity: 2)
        for (number, sql) in ["a", "b"].enumerated() {
            _ = cache.use(key(sql))
            cache.prepared(number + 1)
        }
        _ = cache.use(key("a"))
        #expect(cache.use(key("c")) == .prepare(number: 3, name: "p3"))
        #expect(cache.takeDiscarded() == ["p2"] && cache.takeDiscarded().isEmpty)
        #expect(cache.use(key("a")) == .prepared(name: "p1"))
        #expect(cache.count == 2)
    }

    @Test func withoutRoomStatementsGoUnprepared() {
        var cache = StatementCache(capacity: 1)
        _ = cache.use(key("a"))
        #expect(cache.use(key("b")) == .unprepared)
    }

    @Test func theSameTextWithOtherTypesIsAnotherStatement() {
        let number: Query = "select \(1)"
        let text: Query = "select \("1")"
        #expect(number.sql == text.sql)
        #expect(StatementKey(number) != StatementKey(text))
        #expect(StatementKey(number) == StatementKey("select \(2)"))
    }

    @Test func aStaleStatementIsForgottenAndDeallocated() {
        var cache = StatementCache(capacity: 2)
        _ = cache.use(key("a"))
        cache.prepared(1)
        cache.forget(key("a"))
        #expect(cache.takeDiscarded() == ["p1"])
        #expect(cache.use(key("a")) == .prepare(number: 2, name: "p2"))
    }
}
