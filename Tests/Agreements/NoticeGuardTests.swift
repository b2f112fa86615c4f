import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Agreements

/// A version that makes a promise smaller comes into force for each customer after its notice.
@Suite struct NoticeGuardTests {
    @Test func aReductionWaitsForEachCustomersProof() async throws {
        try await Guarded.with { world in
            let published = try await world.publish(target: "99.5")
            #expect(published.at("state") == "awaiting_notice")
            #expect(published.at("notice_rules", "0", "days") == "30")
            #expect(published.at("notice_rules", "0", "clause") == "A-3")
            #expect(published.at("notice_rules", "0", "replaces") == "1")
            #expect(published.at("notice_rules", "0", "reductions", "0", "clauses") == "[\"A-1\"]")
            #expect(published.at("notice_rules", "0", "reductions", "0", "detail")?.contains("from 99.9 to 99.5") == true)
            var types = try await world.told()
            #expect(types.filter { $0 == AgreementScheduled.type }.count == 3)
            #expect(types.filter { $0 == AgreementEffective.type }.count == 1, "that of version 1")
            #expect(!types.contains(AgreementSuperseded.type))

            try await world.give(to: [world.a], at: "2026-03-01T00:00:00Z")
            try await world.move(to: "2026-03-11T00:00:00Z")
            try await world.give(to: [world.b], at: "2026-03-11T00:00:00Z")
            #expect(try await world.standing(world.a).state == .scheduled)
            #expect(try await world.standing(world.a).effectiveFrom == Instant(rfc3339: "2026-03-31T00:00:00Z"))
            #expect(try await world.standing(world.b).effectiveFrom == Instant(rfc3339: "2026-04-10T00:00:00Z"))
            let waiting = try await world.standing(world.c)
            #expect(waiting.state == .awaitingNotice && waiting.effectiveFrom == nil)
            #expect(waiting.missing.first?.contains("proof of notice") == true)

            try await world.move(to: "2026-03-31T00:00:00Z")
            #expect(try await world.inForce(world.a) == [2])
            #expect(try await world.inForce(world.b) == [1])
            #expect(try await world.inForce(world.c) == [1])
            #expect(try await world.inForce(nil) == [1, 2])
            #expect(try await world.told().filter { $0 == AgreementEffective.type }.count == 2)
            try await world.move(to: "2026-04-10T00:00:00Z")
            #expect(try await world.inForce(world.b) == [2])
            try await world.move(to: "2027-04-10T00:00:00Z")
            #expect(try await world.inForce(world.c) == [1], "nobody has told it")
            let publication = try await world.get("/2/publication").decode(PublicationResource.self)
            #expect(publication.customers == .init(effective: 2, scheduled: 0, awaitingNotice: 1))

            // Any instant of the past, and of the future as it is scheduled.
            #expect(try await world.inForce(world.a, "2026-03-30T23:59:59Z") == [1])
            #expect(try await world.inForce(world.b, "2026-04-09T23:59:59Z") == [1])
            #expect(try await world.inForce(world.a, "2025-12-31T23:59:59Z") == [])
            // The last one is told at last: the first version ends for everybody.
            try await world.give(to: [world.c], at: "2027-04-10T00:00:00Z")
            #expect(try await world.inForce(world.c, "2027-05-10T00:00:00Z") == [2])
            try await world.move(to: "2027-05-10T00:00:00Z")
            types = try await world.told()
            #expect(types.filter { $0 == AgreementSuperseded.type }.count == 1)
            #expect(try await world.get("/1").decode(AgreementVersionResource.self).state == .superseded)
            #expect(
                try await world.get("/1").decode(AgreementVersionResource.self).effectiveUntil
                    == Instant(rfc3339: "2027-05-10T00:00:00Z"))
        }
    }

    @Test func anImprovementHoldsForEverybodyAtOnce() async throws {
        try await Guarded.with { world in
            let published = try await world.publish(target: "99.95")
            #expect(published.at("state") == "effective")
            #expect(published.at("notice_rules") == "[]")
            for customer in [world.a, world.b, world.c] { #expect(try await world.inForce(customer) == [2]) }
            #expect(try await !world.told().contains(AgreementScheduled.type))
        }
    }

    @Test func withoutAPeriodOfNoticeAReductionHoldsWhenItSays() async throws {
        try await Guarded.with(rule: "") { world in
            let published = try await world.publish(target: "99.5")
            #expect(published.at("state") == "effective")
            #expect(try await world.inForce(world.a) == [2])
        }
    }

    @Test func theEarliestNoticeCountsAndOnlyOneThatTellsOfTheVersion() async throws {
        try await Guarded.with { world in
            _ = try await world.publish(target: "99.5")
            // Of another version, or from before this one was published.
            try await world.give(to: [world.a], version: 1, at: "2026-03-01T00:00:00Z")
            try await world.give(to: [world.a], at: "2026-02-20T00:00:00Z")
            #expect(try await world.standing(world.a).state == .awaitingNotice)

            try await world.move(to: "2026-03-20T00:00:00Z")
            let second = try await world.give(to: [world.a], at: "2026-03-15T12:00:00Z")
            #expect(try await world.standing(world.a).notice == second.id)
            let first = try await world.give(to: [world.a, world.b], at: "2026-03-05T12:00:00Z")
            let standing = try await world.standing(world.a)
            #expect(standing.notice == first.id)
            #expect(standing.effectiveFrom == Instant(rfc3339: "2026-04-04T12:00:00Z"))
            let told = try await world.told().count
            // The same again, and a later one, change nothing.
            try await world.tell(first)
            try await world.give(to: [world.a], at: "2026-03-19T12:00:00Z")
            #expect(try await world.told().count == told)
            #expect(try await world.standing(world.a) == standing)
            // What holds already is not moved by what is recorded later.
            try await world.move(to: "2026-04-05T00:00:00Z")
            try await world.give(to: [world.a], at: "2026-03-02T12:00:00Z")
            #expect(try await world.standing(world.a).effectiveFrom == standing.effectiveFrom)
        }
    }

    @Test func noticeThroughAnotherChannelIsNoneWhereTheRuleNamesThem() async throws {
        try await Guarded.with(rule: Guarded.rule + "\n    channels: [email, post]") { world in
            _ = try await world.publish(target: "99.5")
            try await world.give(to: [world.a], at: "2026-03-01T00:00:00Z", channel: "website")
            #expect(try await world.standing(world.a).state == .awaitingNotice)
            try await world.give(to: [world.a], at: "2026-03-01T00:00:00Z", channel: "post")
            #expect(try await world.standing(world.a).state == .scheduled)
        }
    }

    @Test func noticeInAdvanceWithoutDaysNeedsProofAndNoWait() async throws {
        let rule = Guarded.rule.replacing("change: reduction", with: "change: any")
            .replacing("notice_days: 30", with: "in_advance: true")
        try await Guarded.with(rule: rule) { world in
            let published = try await world.publish(target: "99.5")
            #expect(published.at("notice_rules", "0", "days") == "0")
            try await world.give(to: [world.a], at: "2026-03-01T00:00:00Z")
            #expect(try await world.inForce(world.a) == [2])
            #expect(try await world.inForce(world.b) == [1])
        }
    }

    @Test func theInstantThatWasAskedForIsTheEarliest() async throws {
        try await Guarded.with { world in
            _ = try await world.publish(target: "99.5", from: "2026-06-01T00:00:00Z")
            try await world.give(to: [world.a], at: "2026-03-01T00:00:00Z")
            #expect(try await world.standing(world.a).effectiveFrom == Instant(rfc3339: "2026-06-01T00:00:00Z"))
        }
    }

    @Test func whoSubscribesLaterHasAgreedToTheVersion() async throws {
        try await Guarded.with { world in
            _ = try await world.publish(target: "99.5")
            let late = try await world.subscriber("late", from: "2026-03-01T00:00:00Z")
            let standing = try await world.standing(late)
            #expect(standing.basis == .subscription && standing.state == .effective)
            // A contract that began before the version and is recorded late is protected.
            let earlier = try await world.subscriber("earlier", from: "2026-01-15T00:00:00Z")
            #expect(try await world.standing(earlier).state == .awaitingNotice)
            #expect(try await world.inForce(earlier) == [1])
        }
    }

    @Test func aBetterVersionOvertakesOneThatWaits() async throws {
        try await Guarded.with { world in
            _ = try await world.publish(target: "99.5")
            try await world.give(to: [world.a], at: "2026-03-01T00:00:00Z")
            try await world.move(to: "2026-03-05T00:00:00Z")
            // Better than both: nobody has to be told.
            #expect(try await world.publish(target: "99.99", from: "2026-03-06T00:00:00Z").at("notice_rules") == "[]")
            try await world.move(to: "2026-03-06T00:00:00Z")
            for customer in [world.a, world.b] {
                #expect(try await world.inForce(customer) == [3])
                #expect(try await world.standing(customer, of: 2).state == .skipped)
            }
            let effective = try await world.told().filter { $0 == AgreementEffective.type }.count
            try await world.move(to: "2026-06-01T00:00:00Z")
            #expect(try await world.inForce(world.a) == [3])
            #expect(try await world.told().filter { $0 == AgreementEffective.type }.count == effective)
        }
    }

    @Test func eachCustomerIsComparedWithWhatItIsOn() async throws {
        try await Guarded.with { world in
            _ = try await world.publish(target: "99.5")
            try await world.give(to: [world.a], at: "2026-03-01T00:00:00Z")
            try await world.move(to: "2026-04-15T00:00:00Z")
            // Better than what A is on, worse than what B and C are.
            let third = try await world.publish(target: "99.8", from: "2026-04-15T00:00:00Z")
            #expect(third.at("state") == "effective")
            try await world.move(to: "2026-04-15T00:00:01Z")
            #expect(try await world.inForce(world.a) == [3])
            #expect(try await world.standing(world.a, of: 3).basis == .noReduction)
            #expect(try await world.standing(world.b, of: 3).state == .awaitingNotice)
            #expect(try await world.inForce(world.b) == [1])
        }
    }

    @Test func manyReplicasTellOnce() async throws {
        try await Guarded.with { world in
            _ = try await world.publish(target: "99.5")
            try await world.give(to: [world.a, world.b], at: "2026-03-01T00:00:00Z")
            world.service.clock.set(try #require(Instant(rfc3339: "2026-04-01T00:00:00Z")))
            let now = world.service.clock.now
            await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { _ = try await world.dates.tellDue(at: now, limit: 10) } }
            }
            let effective = try await world.service.told().filter { $0.type == AgreementScheduled.type }
                .map { try $0.payload(AgreementScheduled.self).schedule }.filter { $0.state == .effective }
            #expect(Set(effective.map(\.customer)) == [world.a, world.b] && effective.count == 2)
        }
    }

    @Test func aCustomersPeopleSeeTheirOwnStandingAlone() async throws {
        try await Guarded.with { world in
            _ = try await world.publish(target: "99.5")
            let owner = Caller.of(world.tenant, .owner, customer: world.a)
            let path = "/v1/agreements/\(world.agreement)/versions"
            let own = try await world.service.send(.GET, path, as: owner).decode(ListPage<AgreementVersionResource>.self)
            #expect(own.data.map(\.standing?.customer) == [world.a, world.a])
            #expect(own.data.map(\.standing?.state) == [.effective, .awaitingNotice])
            #expect(try await world.service.send(.GET, "\(path)?customer=\(world.b)", as: owner).status == 404)
            #expect(try await world.service.send(.GET, "\(path)/2/publication", as: owner).at("customers") == nil)
            let another = try await world.base.another()
            #expect(try await world.service.send(.GET, "\(path)?customer=\(world.a)", as: another.admin).status == 404)
            #expect(
                try await world.service.send(.GET, "\(path)?customer=\(CustomerID())", as: world.base.admin).status == 404)
            #expect(try await world.service.send(.GET, "\(path)?at=then", as: world.base.admin).status == 400)
        }
    }
}
