import Chassis
import Contracts
import Foundation
import Postgres
import Terms
import TestSupport
import Testing

@testable import Notifications

/// How members say how they want to be told.
@Suite(.timeLimit(.minutes(5))) struct PreferenceTests {
    @Test func everybodyHasThem() async throws {
        try await World.with { world in
            let member = try await world.member("a@a.example")
            let answer = try await world.service.send(.GET, "/v1/preferences/\(member)", as: world.admin)
            #expect(answer.headers["etag"] == "\"v0\"")
            let preference = try answer.decode(PreferenceResource.self)
            #expect(preference.language == .en && preference.topics == PreferenceResource.everything)
            #expect(preference.customer == world.a && preference.version == 0)
        }
    }

    @Test func aChoiceIsKeptAndGuarded() async throws {
        try await World.with { world in
            let member = try await world.member("a@a.example")
            let other = try await world.member("b@b.example", of: world.b)
            let owner = Caller.of(world.tenant, .owner, customer: world.a)
            let body = #"{"language":"nl","topics":{"claims":[],"terms":["in_app"]}}"#
            let made = try await world.prefer(member, body, as: owner)
            try #require(made.status == 200, "\(made.text)")
            let preference = try made.decode(PreferenceResource.self)
            #expect(preference.topics["claims"] == [] && preference.topics["terms"] == [.inApp])
            #expect(preference.topics["tickets"] == [.email, .inApp] && preference.version == 1)
            #expect(try await world.prefer(member, body, as: owner).status == 412)
            #expect(try await world.prefer(member, body, as: owner, ifMatch: "\"v1\"").status == 200)
            // Another customer's people do not exist.
            #expect(try await world.prefer(other, body, as: owner).status == 404)
            #expect(try await world.service.send(.GET, "/v1/preferences/\(other)", as: owner).status == 404)
            let list = try await world.service.send(.GET, "/v1/preferences", as: owner)
            #expect(try list.decode(ListPage<PreferenceResource>.self).data.map(\.member) == [member])
            #expect(try await world.service.send(.GET, "/v1/preferences?customer=\(world.b)", as: owner).status == 404)
            #expect(try await world.prefer(member, body, as: .of(world.tenant, .approver)).status == 403)
        }
    }

    /// Who has not chosen a language is told in the tenant's, and so is the company.
    @Test func theTenantsLanguageHoldsWhereNoneIsChosen() async throws {
        try await World.with { world in
            let now = world.service.clock.now
            func speak(_ language: PreferenceResource.Language?, _ revision: Int64) async throws {
                let tenant = TenantState(
                    id: world.tenant, key: "zecto", name: "Zecto", timeZone: "UTC", language: language, revision: revision,
                    createdAt: now, updatedAt: now)
                try await world.hear(TenantChanged(tenant: tenant), from: .agreements)
            }
            let silent = try await world.member("silent@a.example")
            let topics = try await world.member("topics@a.example")
            let english = try await world.member("english@a.example")
            #expect(try await world.prefer(topics, #"{"topics":{"claims":[]}}"#).decode(PreferenceResource.self).language == .en)
            #expect(try await world.prefer(english, #"{"language":"en"}"#).status == 200)
            try await speak(.nl, 2)
            func language(_ member: MemberID) async throws -> PreferenceResource.Language {
                try await world.service.send(.GET, "/v1/preferences/\(member)", as: world.admin)
                    .decode(PreferenceResource.self).language
            }
            #expect(try await [language(silent), language(topics), language(english)] == [.nl, .nl, .en])
            try await world.subscribe()
            try await world.announce()
            let subjects = try await world.deliveries().reduce(into: [MemberID: String]()) { subjects, delivery in
                if let member = delivery.member { subjects[member] = delivery.subject }
            }
            #expect(subjects[silent]?.hasPrefix("Onderhoud aan") == true && subjects[topics]?.hasPrefix("Onderhoud aan") == true)
            #expect(subjects[english]?.hasPrefix("Maintenance of") == true)
            try await speak(nil, 3)
            #expect(try await language(silent) == .en)
        }
    }

    @Test func whoIsGoneIsForgotten() async throws {
        try await World.with { world in
            let gone = try await world.member("gone@a.example")
            let left = try await world.member("left@a.example")
            for member in [gone, left] { #expect(try await world.prefer(member, "{}").status == 200) }
            try await world.subscribe()
            try await world.announce()
            #expect(try await world.deliveries().count == 2)
            let now = world.service.clock.now
            try await world.hear(MemberDeleted(id: gone, customer: world.a, deletedAt: now), from: .agreements)
            #expect(try await world.deliveries().map(\.member) == [left])
            #expect(try await world.service.send(.GET, "/v1/preferences/\(gone)", as: world.admin).status == 404)
            let kept = try await world.service.chassis.database.query(
                "select member_id from preferences", tenant: world.tenant.uuid)
            #expect(try kept.decode(MemberID.self) == [left])
            try await world.hear(CustomerDeleted(id: world.a, deletedAt: now), from: .agreements)
            #expect(try await world.deliveries().isEmpty)
        }
    }

    @Test func whatIsWrongIsNamedAtOnce() async throws {
        try await World.with { world in
            let member = try await world.member("a@a.example")
            let answer = try await world.prefer(member, #"{"language":"xx","topics":{"claims":["fax"],"weather":[]},"more":1}"#)
            #expect(answer.status == 422)
            let pointers = Set(try answer.problem().errors.map(\.pointer))
            #expect(pointers == ["#/language", "#/topics/claims/0", "#/topics/weather", "#/more"], "\(answer.text)")
        }
    }
}
