import Chassis
import Contracts
import Foundation
import Hosting
import Hummingbird
import Terms
import TestSupport
import Testing

@testable import Notifications

/// Webhooks as their receivers see them.
@Suite(.timeLimit(.minutes(5))) struct WebhookTests {
    /// What the Python package that receivers use says to a message, perhaps with another body.
    private func verify(_ message: Receiver.Received, _ secret: String, body: String? = nil) async throws -> String {
        let sent = Receiver.Received(path: message.path, headers: message.headers, body: body ?? message.body)
        return try await StandardWebhooks.verify([sent], secret).first ?? ""
    }

    @Test func receiversVerifyThem() async throws {
        let receiver = Receiver()
        try await World.sending(to: receiver) { world, url in
            let webhook = try await world.webhook(url + "/hook")
            let secret = try #require(webhook.secret)
            #expect(secret.hasPrefix("whsec_"))
            let event = try await world.happen()
            let message = try await receiver.received(1)[0]
            #expect(message.path == "/hook" && message.body == String(decoding: event.json, as: UTF8.self))
            #expect(message.headers["content-type"] == "application/cloudevents+json")
            #expect(message.headers["webhook-timestamp"] == String(world.service.clock.now.epochSeconds))
            #expect(try await verify(message, secret) == CustomerCreated.type)
            #expect(try await verify(message, secret, body: message.body + " ").hasPrefix("refused:"))
            let delivery = try await world.delivery("the answer") { $0.state == .delivered }
            #expect(message.headers["webhook-id"] == delivery.id.description)
            #expect(delivery.event == event.id && delivery.attempts == 1 && delivery.lastAnswer == "204")
            // The secret is shown once.
            #expect(try await world.webhook(webhook.id).secret == nil)
        }
    }

    /// The endpoint has answered, and twice the database does not take that: nothing is sent again.
    @Test func anAnswerIsKeptUntilItCanBeWritten() async throws {
        let receiver = Receiver()
        try await World.sending(to: receiver) { world, url in
            // What a sequence gives is not taken back with the transaction.
            try await world.service.database.admin().run(
                """
                create sequence refusals;
                create function refuse() returns trigger language plpgsql security definer as $$
                begin
                    if new.state = 'delivered' and nextval('public.refusals') <= 2 then raise exception 'not now'; end if;
                    return new;
                end $$;
                create trigger refuse before update on deliveries for each row execute function refuse();
                """)
            _ = try await world.webhook(url)
            try await world.happen()
            _ = try await receiver.received(1)
            let delivery = try await eventually("the answer") {
                world.service.clock.advance(by: 1)
                return try await world.deliveries().first { $0.state == .delivered }
            }
            #expect(delivery.attempts == 1 && delivery.unansweredAttempts == 0 && delivery.lastAnswer == "204")
            #expect(receiver.received.count == 1)
        }
    }

    @Test func bothSecretsSignWhileTheyOverlap() async throws {
        let receiver = Receiver()
        try await World.sending(to: receiver) { world, url in
            let webhook = try await world.webhook(url)
            let old = try #require(webhook.secret)
            let answer = try await world.service.send(
                .POST, "/v1/webhooks/\(webhook.id)/secret", as: world.admin, json: #"{"overlap":"PT1H"}"#)
            try #require(answer.status == 201, "\(answer.text)")
            let rotated = try answer.decode(WebhookSecretResource.self)
            #expect(rotated.secret != old && rotated.previousSecretUntil == world.service.clock.now.advanced(by: 3600))
            try await world.happen(key: "d")
            let both = try await receiver.received(1)[0]
            #expect(both.headers["webhook-signature"]?.split(separator: " ").count == 2)
            for secret in [old, rotated.secret] { #expect(try await verify(both, secret) == CustomerCreated.type) }
            world.service.clock.advance(by: 3600)
            try await world.happen(key: "e")
            let one = try await receiver.received(2)[1]
            #expect(try await verify(one, rotated.secret) == CustomerCreated.type)
            #expect(try await verify(one, old).hasPrefix("refused:"))
        }
    }

    @Test func whatFailsIsTriedAgainAsTheSameMessage() async throws {
        let receiver = Receiver { count, _ in
            count == 1 ? Response(status: .serviceUnavailable, headers: [.retryAfter: "60"]) : Response(status: .ok)
        }
        try await World.sending(to: receiver) { world, url in
            let webhook = try await world.webhook(url)
            try await world.happen()
            let failed = try await world.delivery("the failure") { $0.lastAnswer == "503" }
            #expect(failed.state == .pending && failed.attempts == 1)
            // Not before it was asked to come back, nor long after.
            let wait = try #require(failed.nextAttemptAt) - world.service.clock.now
            #expect((60...72).contains(wait))
            #expect(try await world.webhook(webhook.id).failingSince == world.service.clock.now)
            world.service.clock.advance(by: wait)
            let done = try await world.delivery("the second attempt") { $0.state == .delivered }
            let messages = receiver.received
            #expect(messages.count == 2 && done.attempts == 2)
            #expect(Set(messages.map { $0.headers["webhook-id"] }) == [done.id.description])
            #expect(messages[0].body == messages[1].body)
            #expect(messages[0].headers["webhook-timestamp"] != messages[1].headers["webhook-timestamp"])
            #expect(try await world.webhook(webhook.id).failingSince == nil)
        }
    }

    @Test func whatIsGivenUpIsToldAndCanBeAskedForAgain() async throws {
        let receiver = Receiver { count, _ in Response(status: count > RetrySchedule.attempts ? .ok : .internalServerError) }
        try await World.sending(to: receiver) { world, url in
            _ = try await world.webhook(url)
            try await world.happen()
            for attempt in 1...RetrySchedule.attempts {
                // While it is attempted, it is due when its lease ends.
                let lease = world.service.clock.now.advanced(by: 60)
                let delivery = try await world.delivery("attempt \(attempt)") {
                    $0.attempts == attempt && $0.nextAttemptAt != lease
                }
                if let next = delivery.nextAttemptAt { world.service.clock.set(next) }
            }
            let dead = try await world.delivery("the end") { $0.state == .dead }
            #expect(dead.attempts == RetrySchedule.attempts)
            let failed = try #require(try await world.service.told().last)
            #expect(failed.type == DeliveryFailed.type)
            #expect(try failed.payload(DeliveryFailed.self).delivery.id == dead.id)

            let again = try await world.service.send(.POST, "/v1/deliveries/\(dead.id)/redelivery", as: world.admin)
            #expect(again.status == 202, "\(again.text)")
            let done = try await world.delivery("the redelivery") { $0.state == .delivered }
            #expect(done.id == dead.id && done.attempts == 1)
            #expect(Set(receiver.received.map { $0.headers["webhook-id"] }).count == 1)
            #expect(receiver.received.count == RetrySchedule.attempts + 1)
        }
    }

    @Test func anEndpointThatIsGoneIsToldNoMore() async throws {
        let receiver = Receiver { _, _ in Response(status: .gone) }
        try await World.sending(to: receiver) { world, url in
            let webhook = try await world.webhook(url)
            try await world.happen()
            _ = try await world.delivery("the end") { $0.state == .dead }
            let gone = try await world.webhook(webhook.id)
            #expect(gone.state == .disabled && gone.disabledReason?.contains("410") == true)
            let told = try await world.service.told()
            #expect(told.map(\.type) == [DeliveryFailed.type, EndpointDisabled.type])
            #expect(told[1].json.range(of: Data("whsec_".utf8)) == nil)
            try await world.happen(key: "later")
            #expect(try await world.deliveries().count == 1)
            let id = try await world.deliveries()[0].id
            #expect(try await world.service.send(.POST, "/v1/deliveries/\(id)/redelivery", as: world.admin).status == 409)
            // Enabled again it starts anew.
            let body = #"{"url":"\#(url)","state":"enabled"}"#
            let answer = try await world.service.send(
                .PUT, "/v1/webhooks/\(webhook.id)", as: world.admin, json: body, ifMatch: "\"v\(gone.version)\"")
            #expect(answer.status == 200 && answer.at("state") == "enabled" && answer["failing_since"] == nil, "\(answer.text)")
        }
    }

    @Test func redirectsAreNotFollowed() async throws {
        let receiver = Receiver { _, item in
            item.path == "/" ? Response(status: .temporaryRedirect, headers: [.location: "/elsewhere"]) : Response(status: .ok)
        }
        try await World.sending(to: receiver) { world, url in
            _ = try await world.webhook(url + "/")
            try await world.happen()
            let failed = try await world.delivery("the answer") { $0.lastAnswer != nil }
            #expect(failed.lastAnswer == "307" && failed.state == .pending)
            #expect(receiver.received.map(\.path) == ["/"])
        }
    }

    /// Addresses that only we can reach are not called, by whatever name.
    @Test(arguments: ["https://127.0.0.1:PORT/", "https://localhost:PORT/", "https://[::1]:PORT/", "https://2130706433:PORT/"])
    func theInsideIsNotCalled(_ pattern: String) async throws {
        let receiver = Receiver()
        // What is allowed here is somewhere else.
        try await World.sending(to: receiver, networks: "10.99.0.0/16") { world, url in
            let port = url.split(separator: ":").last.map(String.init) ?? ""
            _ = try await world.webhook(pattern.replacing("PORT", with: port))
            try await world.happen()
            let refused = try await world.delivery("the refusal") { $0.state == .dead }
            #expect(refused.lastAnswer?.hasSuffix("has an address that is not public") == true, "\(refused.lastAnswer ?? "")")
            #expect(receiver.received.isEmpty)
        }
    }
}
