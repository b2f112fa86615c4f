import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Agreements

@Suite struct SubscriptionTests {
    @Test func aSubscriptionStartsChangesAndEnds() async throws {
        try await World.with { world in
            let all = try await world.full()
            let path = "/v1/subscriptions/\(all.subscription)"
            let shown = try await world.service.send(.GET, path, as: world.admin)
            #expect(shown.at("fees", "platform", "amount_minor") == "10000000")
            #expect(shown.at("agreement_version") == nil)
            let change = { (json: String, tag: String) in
                try await world.service.send(.PUT, path, as: world.admin, json: json, ifMatch: tag)
            }
            let fees = try await change(
                #"{"fees": {"platform": {"amount_minor": 1, "currency": "PKR"}, "usage": {"amount_minor": 2, "currency": "PKR"}}, "billing_anchor_day": 31, "trial": true}"#,
                "\"v1\"")
            #expect(fees.status == 200, "\(fees.text)")
            #expect(fees.at("billing_anchor_day") == "31")
            let ended = try await change(#"{"until": "2026-06-01T00:00:00Z"}"#, "\"v2\"")
            #expect(ended.at("until") == "2026-06-01T00:00:00Z")
            let reopened = try await change(#"{}"#, "\"v3\"")
            #expect(reopened.at("until") == nil)
            #expect(try await change(#"{"until": "2025-06-01T00:00:00Z"}"#, "\"v4\"").status == 422)
            #expect(try await change(#"{"plan": "other"}"#, "\"v4\"").status == 422)
            #expect(
                try await change(#"{"fees": {"platform": {"amount_minor": 1, "currency": "EUR"}}}"#, "\"v4\"").problem().errors
                    .map(\.pointer) == ["#/fees/platform/currency"])
            let told = try await world.service.told().filter { $0.subject == all.subscription.description }
            #expect(
                told.map(\.type) == [
                    SubscriptionStarted.type, SubscriptionChanged.type, SubscriptionEnded.type, SubscriptionChanged.type,
                ])
            #expect(
                try told[1].payload(SubscriptionChanged.self).subscription.fees["usage"] == Money(amountMinor: 2, currency: "PKR")
            )
        }
    }

    @Test func itSaysWhatPromisesDependOn() async throws {
        try await World.with { world in
            let all = try await world.full()
            let path = "/v1/subscriptions/\(all.subscription)"
            #expect(try await world.service.send(.GET, path, as: world.admin).at("attributes") == "[]")
            let change = { (attributes: String, tag: String) in
                try await world.service.send(
                    .PUT, path, as: world.admin, json: #"{"attributes": [\#(attributes)]}"#, ifMatch: tag)
            }
            let given = #"""
                {"name": "region", "value": "eu-west"}, {"name": "order_form", "value": "beta"},
                {"name": "account", "value": "suspended", "from": "2026-03-10T00:00:00Z", "until": "2026-03-12T00:00:00Z"}
                """#
            let shown = try await change(given, "\"v1\"")
            try #require(shown.status == 200, "\(shown.text)")
            let told = try await world.service.told().last { $0.type == SubscriptionChanged.type }
            let attributes = try told?.payload(SubscriptionChanged.self).subscription.attributes
            #expect(try shown.decode(SubscriptionResource.self).attributes == attributes)
            #expect(attributes?.map(\.name) == ["region", "order_form", "account"])
            #expect(attributes?.last?.until == Instant(rfc3339: "2026-03-12T00:00:00Z"))
            // Like all of it, they are replaced.
            #expect(try await change("", "\"v2\"").at("attributes") == "[]")
            let wrong = try await change(
                #"{"name": "plan", "value": "gold"}, {"name": "region"}, {"name": "account", "value": "a", "from": "2026-03-12T00:00:00Z", "until": "2026-03-12T00:00:00Z"}"#,
                "\"v3\"")
            #expect(
                try wrong.problem().errors.map(\.pointer).sorted()
                    == ["#/attributes/0/name", "#/attributes/1/value", "#/attributes/2/until"])
        }
    }

    @Test func itFitsWhatTheTenantHasAndTheTermsSay() async throws {
        try await World.with { world in
            let all = try await world.full()
            let other = try await world.service("email")
            let unpublished = try await world.agreement("unpublished")
            let customer = try await world.customer("second")
            func errors(_ body: String) async throws -> [String] {
                let answer = try await world.service.send(.POST, "/v1/subscriptions", as: world.admin, json: body)
                try #require(answer.status == 422, "\(answer.text)")
                return try answer.problem().errors.map(\.pointer)
            }
            let nothing = Bodies.subscription(CustomerID(), ServiceID(), AgreementID())
            #expect(try await errors(nothing) == ["#/customer", "#/service", "#/agreement"])
            #expect(try await errors(Bodies.subscription(customer, other, all.agreement)) == ["#/service"])
            #expect(try await errors(Bodies.subscription(customer, all.service, unpublished)) == ["#/agreement"])
            let right = Bodies.subscription(customer, all.service, all.agreement)
            #expect(try await errors(right.replacing("standard", with: "gold")) == ["#/plan"])
            let versioned = { (version: Int) in
                right.replacing("\"plan\"", with: "\"agreement_version\": \(version), \"plan\"")
            }
            #expect(try await errors(versioned(all.draft)) == ["#/agreement_version"])
            #expect(try await errors(versioned(99)) == ["#/agreement_version"])
            #expect(try await errors(right.replacing("PKR\", \"fees", with: "XXX\", \"fees")).contains("#/currency"))
            let made = try await world.service.send(.POST, "/v1/subscriptions", as: world.admin, json: versioned(1))
            #expect(made.status == 201, "\(made.text)")
            #expect(made.at("agreement_version") == "1")
        }
    }

    @Test func aCustomerHasOneSubscriptionToAServiceAtATime() async throws {
        try await World.with { world in
            let all = try await world.full()
            let body = Bodies.subscription(all.customer, all.service, all.agreement)
            let post: @Sendable (String) async throws -> Answer = { body in
                try await world.service.send(.POST, "/v1/subscriptions", as: world.admin, json: body)
            }
            let overlap = try await post(body)
            #expect(overlap.status == 409)
            #expect(try overlap.problem().slug == "overlap")
            let before = body.replacing(
                "\"from\": \"2026-01-01T00:00:00Z\"",
                with: "\"from\": \"2025-01-01T00:00:00Z\", \"until\": \"2026-01-01T00:00:00Z\"")
            #expect(try await post(before).status == 201)
            let path = "/v1/subscriptions/\(all.subscription)"
            #expect(
                try await world.service.send(
                    .PUT, path, as: world.admin, json: #"{"until": "2026-05-01T00:00:00Z"}"#, ifMatch: "\"v1\""
                ).status == 200)
            let after = body.replacing("2026-01-01", with: "2026-05-01")
            // Two at once: one of them.
            async let one = post(after)
            async let two = post(after)
            let statuses = try await [one.status, two.status].sorted()
            #expect(statuses == [201, 409])
            #expect(try await world.service.send(.PUT, path, as: world.admin, json: "{}", ifMatch: "\"v2\"").status == 409)
            let list = try await world.service.send(.GET, "/v1/subscriptions?customer=\(all.customer)", as: world.admin)
            #expect(try list.decode(ListPage<SubscriptionResource>.self).data.count == 3)
        }
    }
}
