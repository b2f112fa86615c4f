import Chassis
import Contracts
import Foundation
import Postgres
import Terms
import TestSupport
import Testing

@testable import Ticketing

/// Tickets through the API: what is kept, who may do what, and what is told.
@Suite struct TicketTests {
    @Test func aTicketIsKeptWithItsTermsAndTold() async throws {
        try await World.with { world in
            let answer = try await world.open(priority: "high", more: #""service":"cpaas","channel":"portal","#)
            try #require(answer.status == 201, "\(answer.text)")
            let ticket = try answer.decode(TicketResource.self)
            #expect(answer.headers["location"] == "/v1/tickets/\(ticket.id)" && answer.headers["etag"] == "\"v1\"")
            #expect(ticket.customer == world.a && ticket.service == world.product && ticket.status == .new)
            #expect(ticket.priority == "high" && ticket.proposedPriority == "high" && ticket.requester == world.ayesha)
            #expect(ticket.terms?.agreement == world.agreement && ticket.terms?.version == 1 && ticket.terms?.tier == "standard")
            #expect(ticket.terms?.clause == "S2-4.1a" && ticket.terms?.withoutClocks == nil)
            let read = try await world.service.send(.GET, "/v1/tickets/\(ticket.id)", as: world.member)
            #expect(try read.decode(TicketResource.self) == ticket)
            #expect(try await world.told() == ["ticket.opened", "clock.started"])
            let opened = try await world.service.told()[0].payload(TicketOpened.self)
            #expect(opened.ticket == ticket && opened.message.text == "None is delivered." && opened.message.party == .customer)
        }
    }

    @Test func theTierThatSaysMostAboutWhomItIsForHolds() async throws {
        try await World.with(plan: "enterprise") { world in
            let ticket = try await world.ticket()
            #expect(ticket.terms?.tier == "premium" && ticket.terms?.clause == "S2-4.1b")
        }
        try await World.with("zadarma.yaml", service: "telephony", plan: "any") { world in
            let ticket = try await world.ticket()
            #expect(ticket.terms?.tier == "ticket" && ticket.terms?.clause == "S0-9")
            #expect(ticket.terms?.withoutClocks == .noTargets, "a class of tickets without any clock is legal")
            #expect(try await world.clocks(ticket.id).isEmpty)
            #expect(try await world.ticket(more: #""channel":"phone","#).terms?.tier == "phone")
            let other = try await world.open(more: #""channel":"fax","#)
            #expect(other.status == 422)
            #expect(try other.problem().errors.map(\.pointer) == ["#/channel"])
        }
    }

    @Test func whatWasHeardHoldsForTheNextTicket() async throws {
        try await World.with { world in
            let ticket = #""service":"cpaas","#
            #expect(try await world.ticket(more: ticket).terms?.tier == "standard")
            #expect(try await world.ticket(more: ticket).terms?.tier == "standard", "as it is remembered")
            // The later of two contracts is the one that was meant to hold.
            try await world.subscribe(world.a, plan: "enterprise")
            #expect(try await world.ticket(more: ticket).terms?.tier == "premium")
            #expect(try await world.ticket(as: world.stranger, more: ticket).terms?.tier == "standard")
            try await world.hear(CustomerDeleted(id: world.a, deletedAt: world.clock.now))
            #expect(try await world.open(more: ticket).status == 422)
            // Of a tenant that is gone nothing is kept, and what was remembered does not come back.
            try await world.hear(TenantDeleted(id: world.tenant, deletedAt: world.clock.now))
            #expect(try await world.open(as: world.stranger, more: ticket).status == 422)
            let stamps = try await world.service.chassis.database.withTransaction(tenant: world.tenant.uuid) {
                try await $0.query("select stamp from known_stamps").count
            }
            #expect(stamps == 0)
        }
    }

    @Test func whatIsWrongIsNamedAtOnce() async throws {
        try await World.with { world in
            let other = try await world.another()
            let json = #"{"customer":"x","service":7,"subject":"","text":"","priority":"A B","details":[{}],"nonsense":1}"#
            let answer = try await world.service.send(.POST, "/v1/tickets", as: world.agent, json: json)
            let pointers = Set(try answer.problem().errors.map(\.pointer))
            let expected: Set = [
                "#/customer", "#/service", "#/subject", "#/text", "#/priority", "#/details/0/name", "#/nonsense",
            ]
            #expect(pointers.isSuperset(of: expected), "\(pointers)")
            for (more, pointer) in [
                (#""service":"\#(other.product)","#, "#/service"), (#""service":"none","#, "#/service"),
                (#""requester":"\#(other.ayesha)","#, "#/requester"), (#""priority":"p1","#, "#/priority"),
            ] {
                let answer = try await world.open(as: world.agent, more: more)
                #expect(answer.status == 422, "\(answer.text)")
                #expect(try answer.problem().errors.map(\.pointer) == [pointer])
            }
            let foreign = #"{"customer":"\#(other.a)","subject":"s","text":"t"}"#
            #expect(try await world.service.send(.POST, "/v1/tickets", as: world.agent, json: foreign).status == 422)
            #expect(try await world.service.send(.POST, "/v1/tickets", as: world.member, json: foreign).status == 404)
            #expect(try await world.told().isEmpty)
        }
    }

    @Test func internalNotesAreForTheProviderAlone() async throws {
        try await World.with { world in
            let ticket = try await world.ticket()
            let note = try await world.say(ticket.id, as: world.agent, more: #""audience":"internal","#)
            #expect(note.status == 201)
            let path = "/v1/tickets/\(ticket.id)"
            let after = try await world.service.send(.GET, path, as: world.agent)
            #expect(try after.decode(TicketResource.self) == ticket, "a note changes nothing that the customer could see")
            try await world.say(ticket.id, as: world.agent)
            let seen = try await world.service.send(.GET, "\(path)/messages", as: world.member)
            #expect(try seen.decode(ListPage<TicketMessageResource>.self).data.map(\.audience) == [.everybody, .everybody])
            let all = try await world.service.send(.GET, "\(path)/messages", as: world.agent)
            #expect(
                try all.decode(ListPage<TicketMessageResource>.self).data.map(\.audience) == [.everybody, .internal, .everybody])
            #expect(try await world.told().filter { $0 == "ticket.replied" }.count == 1, "notes are never told")
            for more in [#""audience":"internal","#, #""automatic":true,"#] {
                #expect(try await world.say(ticket.id, as: world.member, more: more).status == 422)
            }
        }
    }

    @Test func customersSeeTheirOwn() async throws {
        try await World.with { world in
            let ticket = try await world.ticket()
            let path = "/v1/tickets/\(ticket.id)"
            let other = try await world.another()
            for suffix in ["", "/messages", "/clocks", "/priority"] {
                #expect(try await world.service.send(.GET, path + suffix, as: world.stranger).status == 404, "\(suffix)")
                #expect(try await world.service.send(.GET, path + suffix, as: other.agent).status == 404, "\(suffix)")
                #expect(try await world.service.send(.GET, path + suffix, as: world.member).status == 200, "\(suffix)")
            }
            #expect(try await world.say(ticket.id, as: world.stranger).status == 404)
            #expect(try await world.move(ticket.id, to: "resolved", as: world.stranger).status == 404)
            #expect(try await world.classify(ticket.id, "low", as: world.stranger).status == 404)
            let list = try await world.service.send(.GET, "/v1/tickets", as: world.stranger)
            #expect(try list.decode(ListPage<TicketResource>.self).data.isEmpty)
            #expect(try await world.service.send(.GET, "/v1/tickets?customer=\(world.a)", as: world.stranger).status == 404)
        }
    }

    @Test func listsAreNarrowedAndWalked() async throws {
        try await World.with { world in
            for priority in ["low", "high", "low"] { _ = try await world.ticket(priority: priority) }
            _ = try await world.ticket(priority: "low", as: world.stranger)
            func list(_ query: String) async throws -> ListPage<TicketResource> {
                try await world.service.send(.GET, "/v1/tickets?\(query)", as: world.agent).decode()
            }
            #expect(try await list("").data.count == 4)
            #expect(try await list("customer=\(world.a)&priority=low&status=new").data.count == 2)
            #expect(try await list("status=resolved").data.isEmpty)
            #expect(try await list("service=\(world.product)").data.isEmpty, "none was said to be about it")
            var seen: [TicketID] = []
            var query = "limit=3"
            for _ in 0..<3 {
                let page = try await list(query)
                seen += page.data.map(\.id)
                _ = try await world.ticket()
                guard let cursor = page.nextCursor else { break }
                query = "limit=3&cursor=\(cursor)"
            }
            #expect(seen.count == 4 && seen == seen.sorted(by: >), "newest first, nothing twice")
        }
    }

    @Test func aTicketMovesAsItMay() async throws {
        try await World.with { world in
            let id = try await world.ticket().id
            #expect(try await world.move(id, to: "closed").status == 409, "what is closed was resolved before")
            let steps: [(String, Caller, Int)] = [
                ("open", world.agent, 200), ("waiting_on_customer", world.member, 403), ("waiting_on_customer", world.agent, 200),
                ("waiting_on_customer", world.agent, 200), ("open", world.member, 200), ("resolved", world.member, 200),
                ("waiting_on_customer", world.agent, 409), ("open", world.member, 200), ("resolved", world.agent, 200),
                ("closed", world.member, 403), ("closed", world.agent, 200), ("closed", world.agent, 200),
                ("open", world.agent, 409),
            ]
            for (to, who, expected) in steps {
                let answer = try await world.move(id, to: to, as: who)
                #expect(answer.status == expected, "\(to): \(answer.text)")
            }
            #expect(try await world.say(id, as: world.member).status == 409)
            let ticket = try await world.service.send(.GET, "/v1/tickets/\(id)", as: world.agent).decode(TicketResource.self)
            #expect(ticket.status == .closed && ticket.revision == 8, "moving it to where it is changes nothing")
            let told = try await world.told().filter { $0.hasPrefix("ticket.") }
            #expect(
                told == [
                    "ticket.opened", "ticket.changed", "ticket.changed", "ticket.changed", "ticket.resolved", "ticket.reopened",
                    "ticket.resolved", "ticket.changed",
                ])
        }
    }

    @Test func changesNameTheRevisionThatTheyChange() async throws {
        try await World.with { world in
            let id = try await world.ticket().id
            let json = #"{"subject":"No SMS in Lahore","assignee":"ayesha@zecto.example"}"#
            let path = "/v1/tickets/\(id)"
            #expect(try await world.service.send(.PUT, path, as: world.agent, json: json).status == 428)
            #expect(try await world.service.send(.PUT, path, as: world.agent, json: json, ifMatch: "\"v2\"").status == 412)
            let changed = try await world.service.send(.PUT, path, as: world.agent, json: json, ifMatch: "\"v1\"")
            #expect(
                changed.status == 200 && changed.headers["etag"] == "\"v2\"" && changed.at("assignee") == "ayesha@zecto.example")
            #expect(try await world.service.send(.PUT, path, as: world.agent, json: json, ifMatch: "\"v1\"").status == 412)
            #expect(try await world.service.send(.PUT, path, as: world.member, json: json, ifMatch: "\"v2\"").status == 403)
            let mine = try await world.service.send(.GET, "/v1/tickets?assignee=ayesha@zecto.example", as: world.agent)
            #expect(try mine.decode(ListPage<TicketResource>.self).data.count == 1)
        }
    }

    @Test func theAgreementSaysWhoClassifies() async throws {
        try await World.with { world in
            let id = try await world.ticket(priority: "critical").id
            let refused = try await world.classify(id, "low", as: world.member)
            #expect(refused.status == 403 && refused.text.contains("S2-4.2"))
            let path = "/v1/tickets/\(id)/priority"
            let silent = try await world.service.send(.PUT, path, as: world.agent, json: #"{"priority":"low"}"#, ifMatch: "*")
            #expect(try silent.problem().errors.map(\.pointer) == ["#/reason"])
            #expect(try await world.classify(id, "p1").status == 422)
            let done = try await world.classify(id, "low").decode(TicketResource.self)
            #expect(done.priority == "low" && done.proposedPriority == "critical", "both are kept")
            #expect(try await world.ticket(as: world.agent).priority == "low", "without a word it is the least urgent")
        }
    }

    @Test func whatTheAgreementAsksForIsAskedFor() async throws {
        try await World.with("infopromo.yaml", service: "communications") { world in
            let ticket = try await world.ticket(more: #""details":[{"name":"service id","text":"42"}],"#)
            #expect(ticket.missingDetails == ["Description of the issue", "Steps taken to troubleshoot"])
            #expect(try await world.clocks(ticket.id).count == 2, "the clock starts at receipt even if it is incomplete (S1-18)")
            let more =
                #""details":[{"name":"Description of the issue","text":"d"},{"name":"Steps taken to troubleshoot","text":"s"}],"#
            #expect(try await world.say(ticket.id, as: world.member, more: more).status == 201)
            let after = try await world.service.send(.GET, "/v1/tickets/\(ticket.id)", as: world.member)
            #expect(try after.decode(TicketResource.self).missingDetails.isEmpty)
        }
    }

    /// A duplicate goes on in the older ticket: what was late stays late, what still ran stands still for good.
    @Test func aDuplicateIsMergedIntoTheOlderTicket() async throws {
        try await World.with { world in
            let first = try await world.ticket(priority: "high")
            world.clock.set(try at("2026-03-02T04:00:00Z"))
            let late = try await world.ticket(priority: "critical")
            let second = try await world.ticket(priority: "high")
            // Two hours of Monday for the critical one are over, four for the other two are not.
            world.clock.set(try at("2026-03-02T06:30:00Z"))
            for ticket in [late, second] {
                let answer = try await world.merge(ticket, into: first.id)
                try #require(answer.status == 200, "\(answer.text)")
                let merged = try answer.decode(TicketResource.self)
                #expect(merged.status == .closed && merged.mergedInto == first.id)
            }
            let kept = try await world.service.send(.GET, "/v1/tickets/\(first.id)", as: world.member)
                .decode(TicketResource.self)
            #expect(kept.merged == [late.id, second.id] && kept.revision == 3 && kept.mergedInto == nil)
            let breached = try #require(try await world.clocks(late.id)[.firstResponse])
            #expect(breached.state == .breached && breached.verdict?.at.description == "2026-03-02T06:00:01Z")
            let still = try #require(try await world.clocks(second.id)[.firstResponse])
            #expect(still.state == .paused && still.dueAt == nil && still.verdict == nil)
            // The older one runs on, and is late by itself; nothing is said of the others any more.
            world.clock.set(try at("2026-03-05T05:00:00Z"))
            while try await world.look() > 0 {}
            #expect(try await world.clocks(first.id)[.firstResponse]?.state == .breached)
            #expect(try await world.clocks(second.id)[.firstResponse] == still)
            let told = try await world.service.told().filter { $0.type == TicketMerged.type }
                .map { try $0.payload(TicketMerged.self) }
            #expect(told.map(\.ticket.id) == [late.id, second.id] && told.allSatisfy { $0.into.id == first.id })
            #expect(told.last?.into == kept && told.last?.reason == "the same outage")
        }
    }

    @Test func whatCannotBeMergedIsNot() async throws {
        try await World.with { world in
            let first = try await world.ticket(priority: "high")
            world.clock.advance(by: 60)
            let second = try await world.ticket(priority: "high")
            let foreign = try await world.open(priority: "high", as: world.stranger).decode(TicketResource.self)
            let elsewhere = try await world.another()
            world.clock.advance(by: 60)
            let third = try await world.ticket(priority: "high")
            #expect(try await world.merge(third, into: foreign.id).status == 422, "another customer's")
            #expect(try await world.merge(third, into: third.id).status == 422, "itself")
            #expect(try await world.merge(third, into: TicketID()).status == 422, "none")
            #expect(try await world.merge(third, into: first.id, as: world.member).status == 403, "by the customer")
            #expect(try await world.merge(third, into: first.id, as: elsewhere.agent).status == 404, "by another tenant")
            #expect(try await world.merge(first, into: second.id).status == 409, "the younger one")
            let open = #"{"status":"open","merged_into":"\#(first.id)"}"#
            let path = "/v1/tickets/\(third.id)/status"
            #expect(try await world.service.send(.PUT, path, as: world.agent, json: open, ifMatch: "\"v1\"").status == 422)
            #expect(try await world.merge(second, into: first.id).status == 200)
            #expect(try await world.merge(second, into: first.id).status == 412, "told again with what it was before")
            #expect(try await world.merge(third, into: second.id).status == 409, "what is closed takes no more")
            #expect(try await world.told().filter { $0 == "ticket.merged" }.count == 1)
        }
    }
}

extension World {
    /// Merges a ticket, as it was when it was made, into another.
    fileprivate func merge(_ ticket: TicketResource, into other: TicketID, as caller: Caller? = nil) async throws -> Answer {
        try await service.send(
            .PUT, "/v1/tickets/\(ticket.id)/status", as: caller ?? agent,
            json: #"{"status":"closed","merged_into":"\#(other)","reason":"the same outage"}"#,
            ifMatch: "\"v\(ticket.revision)\"")
    }
}
