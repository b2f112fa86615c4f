import Testing

@testable import Postgres

/// Which statements a connection has prepared, without a socket.
struct StatementCacheTests {
    private func statement(_ sql: String) -> Statement { Statement(Query(raw: sql)) }
    private func name(_ text: String) -> [CChar] { Array(text.utf8CString) }

    @Test func preparesOnceAndUsesItAfterwards() {
        var cache = StatementCache(capacity: 4)
        #expect(cache.use(statement("a")) == .prepare(number: 1, name: name("p1")))
        // In flight, not confirmed: another unit must not count on it.
        #expect(cache.use(statement("a")) == .unprepared)
        cache.prepared(1)
        #expect(cache.use(statement("a")) == .prepared(name: name("p1")))
    }

    @Test func aFailedPreparationIsTriedAgainUnderAnotherName() {
        var cache = StatementCache(capacity: 4)
        _ = cache.use(statement("a"))
        cache.notPrepared(1)
        #expect(cache.use(statement("a")) == .prepare(number: 2, name: name("p2")))
    }

    @Test func theLeastRecentlyUsedGoes() {
        var cache = StatementCache(capacity: 2)
        for (number, sql) in ["a", "b"].enumerated() {
            _ = cache.use(statement(sql))
            cache.prepared(number + 1)
        }
        _ = cache.use(statement("a"))
        #expect(cache.use(statement("c")) == .prepare(number: 3, name: name("p3")))
        #expect(cache.takeDiscarded() == ["p2"] && cache.takeDiscarded().isEmpty)
        #expect(cache.use(statement("a")) == .prepared(name: name("p1")))
        #expect(cache.count == 2)
    }

    @Test func withoutRoomStatementsGoUnprepared() {
        var cache = StatementCache(capacity: 1)
        _ = cache.use(statement("a"))
        #expect(cache.use(statement("b")) == .unprepared)
    }

    @Test func theSameTextWithOtherTypesIsAnotherStatement() {
        let number: Query = "select \(1)"
        let text: Query = "select \("1")"
        #expect(number.sql == text.sql)
        #expect(Statement(number) != Statement(text))
        #expect(Statement(number) == Statement("select \(2)"))
        #expect(Statement("select 1") != Statement("select 2") && Statement("") == Statement(""))
    }

    @Test func whatIsKeptHasNoValues() {
        let statement = Statement("select \("secret")")
        #expect(statement.withoutValues == statement && statement.withoutValues.query.bytes.isEmpty)
        #expect(!statement.query.bytes.isEmpty)
    }

    @Test func aStaleStatementIsForgottenAndDeallocated() {
        var cache = StatementCache(capacity: 2)
        _ = cache.use(statement("a"))
        cache.prepared(1)
        cache.forget(statement("a"))
        #expect(cache.takeDiscarded() == ["p1"])
        #expect(cache.use(statement("a")) == .prepare(number: 2, name: name("p2")))
    }
}
