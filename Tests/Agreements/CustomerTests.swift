import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Agreements

@Suite struct CustomerTests {
    @Test func aCustomerLives() async throws {
        try await World.with { world in
            let service = world.service
            let made = try await service.send(
                .POST, "/v1/customers", as: world.admin,
                json:
                    #"{"key": "initech", "name": "Initech", "time_zone": "Asia/Karachi", "contact_email": "ops@initech.example"}"#
            )
            #expect(made.status == 201)
            let customer = try made.decode(CustomerResource.self)
            #expect(made.headers["location"] == "/v1/customers/\(customer.id)")
            let path = "/v1/customers/\(customer.id)"

            let shown = try await service.send(.GET, path, as: world.admin)
            #expect(try shown.decode(CustomerResource.self) == customer)
            #expect(shown.headers["etag"] == "\"v1\"")
            #expect(try await service.send(.GET, path, as: world.admin, headers: ["if-none-match": "\"v1\""]).status == 304)

            service.clock.advance(by: 60)
            let changed = try await service.send(
                .PUT, path, as: world.admin, json: #"{"key": "initech", "name": "Initech Ltd"}"#, ifMatch: "\"v1\"")
            #expect(changed.status == 200)
            #expect(changed.headers["etag"] == "\"v2\"")
            let after = try changed.decode(CustomerResource.self)
            #expect(after.name == "Initech Ltd")
            #expect(after.timeZone == nil)
            #expect(changed.text.contains("\"time_zone\":null"))
            #expect(after.createdAt == customer.createdAt)
            #expect(after.updatedAt == customer.createdAt.advanced(by: 60))
            let stale = try await service.send(
                .PUT, path, as: world.admin, json: #"{"key": "initech", "name": "Lost update"}"#, ifMatch: "\"v1\"")
            #expect(stale.status == 412)

            #expect(try await service.send(.DELETE, path, as: world.admin, ifMatch: "\"v2\"").status == 204)
            #expect(try await service.send(.GET, path, as: world.admin).status == 404)
            #expect(try await service.send(.DELETE, path, as: world.admin, ifMatch: "\"v2\"").status == 404)

            let told = try await service.told().dropFirst()
            #expect(told.map(\.type) == [CustomerCreated.type, CustomerChanged.type, CustomerDeleted.type])
            #expect(told.allSatisfy { $0.subject == customer.id.description && $0.tenant == world.tenant })
            #expect(try told.dropFirst().first?.payload(CustomerChanged.self).customer.name == "Initech Ltd")
        }
    }

    @Test func anEventCarriesTheTraceOfItsRequest() async throws {
        try await World.with { world in
            let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
            _ = try await world.service.send(
                .POST, "/v1/customers", as: world.admin, json: #"{"key": "a", "name": "A"}"#,
                headers: ["traceparent": "00-\(trace)-00f067aa0ba902b7-01"])
            #expect(try await world.service.told().last?.traceparent?.contains(trace) == true)
        }
    }

    @Test func aKeyIsTakenOnceATenant() async throws {
        try await World.with { world in
            let other = try await world.another()
            let first = try await world.customer("same")
            _ = try await other.customer("same")
            let again = try await world.service.send(
                .POST, "/v1/customers", as: world.admin, json: #"{"key": "same", "name": "Again"}"#)
            #expect(again.status == 409)
            let problem = try again.problem()
            #expect(problem.slug == "taken")
            #expect(!again.text.contains("customers_key"))
            let second = try await world.customer("second")
            let renamed = try await world.service.send(
                .PUT, "/v1/customers/\(second)", as: world.admin, json: #"{"key": "same", "name": "Again"}"#, ifMatch: "\"v1\"")
            #expect(renamed.status == 409)
            let found = try await world.service.send(.GET, "/v1/customers?key=same", as: world.admin)
            #expect(try found.decode(ListPage<CustomerResource>.self).data.map(\.id) == [first])
        }
    }

    @Test func aRepeatedRequestIsAnsweredAsBeforeAndDoesNothing() async throws {
        try await World.with { world in
            let send = { (name: String) in
                try await world.service.send(
                    .POST, "/v1/customers", as: world.admin, json: #"{"key": "once", "name": "\#(name)"}"#,
                    headers: ["idempotency-key": "k-1"])
            }
            let first = try await send("Once")
            let second = try await send("Once")
            #expect(first.status == 201)
            #expect(second.body == first.body)
            #expect(second.headers["location"] == first.headers["location"])
            #expect(second.headers["etag"] == first.headers["etag"])
            #expect(second.headers["idempotent-replayed"] == "true")
            #expect(try await world.service.told().filter { $0.type == CustomerCreated.type }.count == 1)
            let other = try await send("Another")
            #expect(other.status == 422)
            #expect(try other.problem().slug == "idempotency-mismatch")
        }
    }

    @Test func listsPageWithoutGapOrRepeatWhileOthersAreAdded() async throws {
        try await World.with { world in
            var made: [CustomerID] = []
            for number in 0..<7 { made.append(try await world.customer("c-\(number)")) }
            var seen: [CustomerID] = []
            var path = "/v1/customers?limit=3"
            while true {
                let answer = try await world.service.send(.GET, path, as: world.admin)
                let page = try answer.decode(ListPage<CustomerResource>.self)
                seen += page.data.map(\.id)
                if seen.count == 3 { made.append(try await world.customer("late")) }
                guard let cursor = page.nextCursor else { break }
                #expect(answer.headers["link"]?.contains(cursor) == true)
                path = "/v1/customers?limit=3&cursor=\(cursor)"
            }
            #expect(seen == made)
            let cursor =
                try await world.service.send(.GET, "/v1/customers?limit=1", as: world.admin)
                .decode(ListPage<CustomerResource>.self).nextCursor ?? ""
            for wrong in [
                "limit=0", "limit=201", "limit=x", "cursor=x", "unknown=1", "cursor=\(cursor)&key=other", "key=a&key=b",
            ] {
                let answer = try await world.service.send(.GET, "/v1/customers?\(wrong)", as: world.admin)
                #expect(answer.status == 400, "\(wrong)")
            }
        }
    }

    @Test func aCustomersOwnPeopleSeeTheirCustomerAlone() async throws {
        try await World.with { world in
            let mine = try await world.customer("mine")
            let theirs = try await world.customer("theirs")
            for role in [Role.owner, .member] {
                let caller = Caller.of(world.tenant, role, customer: mine)
                let list = try await world.service.send(.GET, "/v1/customers", as: caller)
                #expect(try list.decode(ListPage<CustomerResource>.self).data.map(\.id) == [mine])
                #expect(try await world.service.send(.GET, "/v1/customers/\(mine)", as: caller).status == 200)
                #expect(try await world.service.send(.GET, "/v1/customers/\(theirs)", as: caller).status == 404)
                #expect(try await world.service.send(.GET, "/v1/customers/\(theirs)/members", as: caller).status == 404)
                #expect(try await world.service.send(.GET, "/v1/subscriptions?customer=\(theirs)", as: caller).status == 404)
                let post = try await world.service.send(.POST, "/v1/customers", as: caller, json: #"{"key": "x", "name": "x"}"#)
                #expect(post.status == 403)
            }
        }
    }

    @Test func oneWithARunningSubscriptionStays() async throws {
        try await World.with { world in
            let all = try await world.full()
            let path = "/v1/customers/\(all.customer)"
            let refused = try await world.service.send(.DELETE, path, as: world.admin, ifMatch: "\"v1\"")
            #expect(refused.status == 409)
            #expect(try refused.problem().slug == "has-subscriptions")
            let ended = try await world.service.send(
                .PUT, "/v1/subscriptions/\(all.subscription)", as: world.admin, json: #"{"until": "2026-02-01T00:00:00Z"}"#,
                ifMatch: "\"v1\"")
            #expect(ended.status == 200)
            #expect(try await world.service.send(.DELETE, path, as: world.admin, ifMatch: "\"v1\"").status == 204)
            let gone = try await world.service.send(.GET, "/v1/subscriptions/\(all.subscription)", as: world.admin)
            #expect(gone.status == 404)
        }
    }

    @Test func membersBelongToTheirCustomer() async throws {
        try await World.with { world in
            let customer = try await world.customer("one")
            let other = try await world.customer("two")
            let member = try await world.member(of: customer)
            let path = "/v1/customers/\(customer)/members"
            let shown = try await world.service.send(.GET, "\(path)/\(member)", as: world.admin)
            #expect(shown.status == 200)
            #expect(shown.at("role") == "owner")
            #expect(try await world.service.send(.GET, "/v1/customers/\(other)/members/\(member)", as: world.admin).status == 404)
            let sameAddress = try await world.service.send(
                .POST, path, as: world.admin, json: #"{"name": "B", "email": "BILL@initech.example", "role": "member"}"#)
            #expect(sameAddress.status == 409)
            _ = try await world.member(of: other)
            let nobody = try await world.service.send(
                .POST, "/v1/customers/\(CustomerID())/members", as: world.admin,
                json: #"{"name": "B", "email": "b@initech.example", "role": "member"}"#)
            #expect(nobody.status == 404)
            let changed = try await world.service.send(
                .PUT, "\(path)/\(member)", as: world.admin,
                json: #"{"name": "William", "email": "bill@initech.example", "role": "member"}"#, ifMatch: "\"v1\"")
            #expect(changed.at("name") == "William")
            let list = try await world.service.send(.GET, path, as: .of(world.tenant, .member, customer: customer))
            #expect(try list.decode(ListPage<MemberResource>.self).data.map(\.id) == [member])
            #expect(try await world.service.send(.DELETE, "\(path)/\(member)", as: world.admin, ifMatch: "\"v2\"").status == 204)
            let told = try await world.service.told().filter { $0.subject == member.description }
            #expect(told.map(\.type) == [MemberCreated.type, MemberChanged.type, MemberDeleted.type])
            #expect(try told.last?.payload(MemberDeleted.self).customer == customer)
        }
    }
}
