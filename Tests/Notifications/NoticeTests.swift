import Chassis
import Contracts
import Foundation
import Postgres
import Terms
import TestSupport
import Testing

@testable import Notifications

/// Notices: recorded once, for ever, with what proves them.
@Suite struct NoticeTests {
    @Test func aNoticeIsKeptWithItsHashAndTold() async throws {
        try await World.with { world in
            let answer = try await world.record(world.body([world.b, world.a]))
            try #require(answer.status == 201, "\(answer.text)")
            let notice = try answer.decode(NoticeResource.self)
            #expect(answer.headers["location"] == "/v1/notices/\(notice.id)")
            #expect(notice.text == "From April on")
            // printf 'From April on' | sha256sum
            #expect(notice.textHash == "2107d8a745ae42e505cc995a3a1c910766b6dc97ac4eee4b417b6c0fb24ce837")
            #expect(notice.customers == [world.a, world.b].sorted())
            #expect(notice.recordedBy == "key_test" && notice.createdAt == world.service.clock.now)
            let read = try await world.service.send(.GET, "/v1/notices/\(notice.id)", as: world.admin)
            #expect(try read.decode(NoticeResource.self) == notice)

            let told = try await world.service.told()
            #expect(told.map(\.type) == [NoticeGiven.type])
            let payload = try told[0].payload(NoticeGiven.self)
            #expect(payload.notice.text == nil && payload.notice.textHash == notice.textHash)
            #expect(payload.notice.customers == notice.customers && payload.notice.givenAt == notice.givenAt)
            #expect(try await world.list() == [payload.notice])
        }
    }

    @Test func aHashAloneWillDo() async throws {
        try await World.with { world in
            let hash = String(repeating: "0f", count: 32)
            let answer = try await world.record(world.body(more: #""text_hash":"\#(hash)""#))
            #expect(answer.status == 201)
            #expect(answer.at("text_hash") == hash && answer["text"] == nil)
        }
    }

    @Test func noticeOfMaintenance() async throws {
        try await World.with { world in
            let json = #"""
                {"kind":"maintenance","maintenance":"\#(world.maintenance)","customers":["\#(world.a)"],"channel":"sms",
                 "given_at":"2026-03-01T00:00:00Z","text":"Works tonight"}
                """#
            let answer = try await world.record(json)
            #expect(answer.status == 201, "\(answer.text)")
            #expect(try await world.list("?kind=maintenance").map(\.maintenance) == [world.maintenance])
            #expect(try await world.list("?maintenance=\(MaintenanceID())").isEmpty)
        }
    }

    @Test func whatIsWrongIsNamedAtOnce() async throws {
        try await World.with { world in
            let other = try await world.another()
            let json = #"""
                {"kind":"change_of_terms","maintenance":"\#(world.maintenance)","customers":["x","x"],"channel":"By Mail",
                 "given_at":"2026-03-02T00:00:00Z","text":"a","text_hash":"b","nonsense":1}
                """#
            let pointers = Set(try await world.record(json).problem().errors.map(\.pointer))
            #expect(
                pointers.isSuperset(of: [
                    "#/agreement", "#/version", "#/maintenance", "#/customers/0", "#/channel", "#/given_at", "#/text_hash", "#",
                    "#/nonsense",
                ]), "\(pointers)")
            // What the tenant does not have, another's included, and what nobody has.
            for (json, pointer) in [
                (world.body([other.a]), "#/customers/0"), (world.body([CustomerID()]), "#/customers/0"),
                (world.body().replacing("\"version\":2", with: "\"version\":3"), "#/version"),
                (world.body().replacing(world.agreement.description, with: other.agreement.description), "#/version"),
                (world.body([world.a, world.a]), "#/customers"),
            ] {
                let answer = try await world.record(json)
                #expect(answer.status == 422)
                #expect(try answer.problem().errors.map(\.pointer) == [pointer])
            }
            #expect(try await world.list().isEmpty)
            #expect(try await world.service.told().isEmpty)
        }
    }

    @Test func aRepeatIsTheSameNotice() async throws {
        try await World.with { world in
            let headers = ["idempotency-key": "\"n1\""]
            let first = try await world.record(world.body(), headers: headers)
            let second = try await world.record(world.body(), headers: headers)
            #expect(first.status == 201 && second.body == first.body)
            #expect(try await world.record(world.body([world.b]), headers: headers).status == 422)
            #expect(try await world.list().count == 1)
            #expect(try await world.service.told().count == 1)
        }
    }

    @Test func customersSeeWhatTheyWereTold() async throws {
        try await World.with { world in
            let both = try await world.record(world.body([world.a, world.b])).decode(NoticeResource.self)
            let own = try await world.record(world.body([world.a])).decode(NoticeResource.self)
            let ofA = Caller.of(world.tenant, .member, customer: world.a)
            let ofB = Caller.of(world.tenant, .owner, customer: world.b)
            #expect(try await world.list(as: ofA).map(\.id) == [own.id, both.id])
            let seen = try await world.list(as: ofB)
            #expect(seen.map(\.id) == [both.id] && seen.first?.customers == [world.b] && seen.first?.recipient == nil)
            #expect(try await world.service.send(.GET, "/v1/notices/\(own.id)", as: ofB).status == 404)
            #expect(try await world.service.send(.GET, "/v1/notices?customer=\(world.a)", as: ofB).status == 404)
            #expect(try await world.record(world.body(), as: ofA).status == 403)
            #expect(try await world.record(world.body(), as: .of(world.tenant, .approver)).status == 403)
            // Another tenant has none of it.
            let other = try await world.another()
            #expect(try await other.list().isEmpty)
            #expect(try await world.service.send(.GET, "/v1/notices/\(own.id)", as: other.admin).status == 404)
            #expect(try await other.list("?agreement=\(world.agreement)&customer=\(world.a)").isEmpty)
        }
    }

    @Test func listsAreWalkedAndNarrowed() async throws {
        try await World.with { world in
            for _ in 0..<3 { #expect(try await world.record(world.body()).status == 201) }
            let first = try await world.service.send(.GET, "/v1/notices?limit=2&version=2", as: world.admin)
            let page = try first.decode(ListPage<NoticeResource>.self)
            let cursor = try #require(page.nextCursor)
            let rest = try await world.list("?limit=2&version=2&cursor=\(cursor)")
            #expect(page.data.count == 2 && rest.count == 1)
            #expect((page.data + rest).map(\.id) == (page.data + rest).map(\.id).sorted(by: >))
            #expect(try await world.list("?agreement=\(world.agreement)&version=1").isEmpty)
            #expect(try await world.list("?customer=\(world.b)").isEmpty)
        }
    }

    @Test func nothingChangesANoticeAndItLeavesWithTheTenant() async throws {
        try await World.with { world in
            _ = try await world.record(world.body())
            for change in ["update notices set channel = 'sms'", "update notice_customers set customer_id = notice_id"] {
                let database = world.service.chassis.database
                await #expect(throws: (any Error).self) { () async throws -> Void in
                    _ = try await database.query("\(raw: change)", tenant: world.tenant.uuid)
                }
            }
            let other = try await world.another()
            _ = try await other.record(other.body())
            try await world.hear(TenantDeleted(id: world.tenant, deletedAt: world.service.clock.now), from: .agreements)
            #expect(try await world.list().isEmpty)
            #expect(try await other.list().count == 1)
        }
    }
}
