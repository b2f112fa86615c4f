import Foundation
import Hosting
import Postgres
import TestSupport
import Testing

/// LISTEN on a connection of its own.
struct ListenTests {
    @Test func notificationsArriveInOrderAfterTheFirstHint() async throws {
        try await Fixture.with { fixture in
            let client = fixture.client
            var notifications = client.listen("news; \"quoted\"").makeAsyncIterator()
            let hint = await notifications.next()
            #expect(hint?.isReconnectHint == true && hint?.channel == "news; \"quoted\"")
            for number in 0..<10 { try await client.query("select pg_notify(\("news; \"quoted\""), \("\(number)"))") }
            for number in 0..<10 {
                let notification = await notifications.next()
                #expect(notification?.payload == "\(number)" && notification?.isReconnectHint == false)
            }
        }
    }

    @Test func channelsAreSeparateAndShared() async throws {
        try await Fixture.with { fixture in
            let client = fixture.client
            var first = client.listen("a").makeAsyncIterator()
            var second = client.listen("a").makeAsyncIterator()
            var other = client.listen("b").makeAsyncIterator()
            for hint in [await first.next(), await second.next(), await other.next()] { #expect(hint?.isReconnectHint == true) }
            try await client.execute(["select pg_notify('b', '1')", "select pg_notify('a', '2')"])
            let payloads = [await first.next()?.payload, await second.next()?.payload, await other.next()?.payload]
            #expect(payloads == ["2", "2", "1"])
        }
    }

    @Test func listeningSurvivesTheDeathOfItsBackend() async throws {
        try await Fixture.with(configure: { $0.applicationName = "listening-test" }) { fixture in
            let client = fixture.client
            var notifications = client.listen("news").makeAsyncIterator()
            let hint = await notifications.next()
            #expect(hint?.isReconnectHint == true)
            let admin = try await fixture.database.admin()
            let killed = try await admin.run(
                "select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %' and datname = current_database()"
            )
            #expect(killed.count == 1)
            let again = await notifications.next()
            #expect(again?.isReconnectHint == true)
            try await client.query("select pg_notify('news', 'after')")
            let after = await notifications.next()
            #expect(after?.payload == "after")
        }
    }

    @Test func theLastReaderClosesTheConnection() async throws {
        try await Fixture.with { fixture in
            let client = fixture.client
            let admin = try await fixture.database.admin()
            func listeners() async throws -> Int {
                try await admin.run(
                    "select 1 from pg_stat_activity where query like 'listen %' and datname = current_database()"
                ).count
            }
            let task = Task {
                for await _ in client.listen("news") {}
            }
            try await eventually { try await listeners() == 1 }
            task.cancel()
            try await eventually { try await listeners() == 0 }
        }
    }

    @Test func streamsEndWithTheClient() async throws {
        try await Fixture.with { fixture in
            var notifications = fixture.client.listen("news").makeAsyncIterator()
            _ = await notifications.next()
            await fixture.client.close()
            let end = await notifications.next()
            #expect(end == nil)
        }
    }
}
