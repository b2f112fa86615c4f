import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Notifications

/// Mail as a real server receives it and a mail parser reads it, and what its arrival proves.
@Suite(.timeLimit(.minutes(5))) struct MailTests {
    @Test func aNoticeOfMaintenanceArrivesInEachReadersLanguage() async throws {
        try await World.mailing { world, catcher in
            let dutch = try await world.member("anna@a.example", zone: "Europe/Amsterdam")
            _ = try await world.member("zia@a.example")
            #expect(try await world.prefer(dutch, #"{"language":"nl"}"#).status == 200)
            try await world.subscribe()
            let works = try await world.announce("Nieuwe schakelaars – één uur")
            let mails = try await catcher.mails(2)
            #expect(mails.count == 2)
            for mail in mails {
                #expect(mail.defects == [] && mail.type == "text/plain utf-8" && mail.longestLine <= 76)
                #expect(
                    mail.sender == "notices@zecto.example" && mail.from.contains("Zecto ☎")
                        && mail.fields.count == Set(mail.fields).count)
                #expect(mail.date == world.service.clock.now.epochSeconds)
                #expect(mail.text.contains(works.id.description) && mail.text.contains("sms"))
            }
            let toAnna = try #require(mails.first { $0.recipients == ["anna@a.example"] })
            #expect(toAnna.subject == "Onderhoud aan cpaas: Nieuwe schakelaars – één uur" && toAnna.language == "nl")
            #expect(toAnna.text.contains("Van: 2026-03-02 01:00 (Europe/Amsterdam)"))
            let toZia = try #require(mails.first { $0.recipients == ["zia@a.example"] })
            #expect(toZia.subject == "Maintenance of cpaas: Nieuwe schakelaars – één uur")
            #expect(toZia.text.contains("From: 2026-03-02 05:00 (Asia/Karachi)"))

            // Each arrival is a notice with its proof: who, when, how, which words.
            let given: [NoticeGiven] = try await eventually("the proof") {
                let given = try await world.told(NoticeGiven.self)
                return given.count == 2 ? given : nil
            }
            let notice = try #require(given.first { $0.notice.recipient == "anna@a.example" }).notice
            #expect(notice.maintenance == works.id && notice.customers == [world.a] && notice.channel == "email")
            #expect(notice.givenAt == world.service.clock.now && notice.recordedBy == "notifications")
            let read = try await world.service.send(.GET, "/v1/notices/\(notice.id)", as: world.admin)
                .decode(NoticeResource.self)
            #expect(read.text.map(NoticeDraft.digest) == notice.textHash)
            #expect(toAnna.text == read.text.map { $0 + "\n" } && toAnna.messageId.hasPrefix("<dlv_"))
            #expect(try await world.told(NoticeLate.self).isEmpty)
        }
    }

    @Test func theFeedHasItAndNobodyElseSeesIt() async throws {
        try await World.mailing { world, catcher in
            let member = try await world.member("zia@a.example")
            _ = try await world.member("b@b.example", of: world.b)
            try await world.subscribe()
            try await world.subscribe(world.b, until: world.service.clock.now)
            let works = try await world.announce()
            let feed = try await world.deliveries("?channel=in_app", as: .of(world.tenant, .member, customer: world.a))
            #expect(feed.map(\.member) == [member] && feed[0].state == .delivered && feed[0].topic == "maintenance")
            #expect(feed[0].text?.contains(works.id.description) == true)
            // A subscription that is over is told nothing, and a customer sees nothing of another.
            #expect(try await world.deliveries("", as: .of(world.tenant, .member, customer: world.b)).isEmpty)
            let other = try await world.service.send(
                .GET, "/v1/deliveries/\(feed[0].id)", as: .of(world.tenant, .owner, customer: world.b))
            #expect(other.status == 404)
            _ = try await catcher.mails(1)
        }
    }

    @Test func aRecipientThatIsRefusedIsAFailedNotice() async throws {
        try await World.mailing { world, _ in
            _ = try await world.member("nobody@a.example")
            try await world.subscribe()
            let works = try await world.announce()
            let dead = try await world.delivery("the refusal", "?channel=email") { $0.state == .dead }
            #expect(dead.lastAnswer == "550 5.1.1 no such user here" && dead.attempts == 1 && dead.unansweredAttempts == 0)
            let failed = try #require(try await world.told(NoticeFailed.self).first)
            #expect(failed.maintenance == works.id && failed.customer == world.a && failed.recipient == "nobody@a.example")
            #expect(try await world.told(DeliveryFailed.self).map(\.delivery.id) == [dead.id])
            #expect(try await world.told(NoticeGiven.self).isEmpty)
        }
    }

    @Test func whatIsPutOffComesLaterAsTheSameMail() async throws {
        try await World.mailing { world, catcher in
            _ = try await world.member("busy@a.example")
            try await world.subscribe()
            try await world.announce(in: 3)
            let waiting = try await world.delivery("the answer", "?channel=email") { $0.lastAnswer != nil }
            #expect(waiting.lastAnswer == "451 4.3.0 come back later" && waiting.state == .pending)
            world.service.clock.set(try #require(waiting.nextAttemptAt))
            let mail = try await catcher.mails(1)[0]
            #expect(mail.messageId == "<\(waiting.id)@zecto.example>")
            _ = try await world.delivery("the end", "?channel=email") { $0.state == .delivered }
            // Meanwhile the works had begun: that is told, too.
            let late = try #require(try await world.told(NoticeLate.self).first)
            #expect(late.notice.givenAt == world.service.clock.now && late.dueAt <= late.notice.givenAt)
        }
    }

    /// The server may have it or not: it is sent again as the same mail, and that is counted and named.
    @Test func aLostAnswerIsCountedAndNamed() async throws {
        try await World.mailing { world, catcher in
            _ = try await world.member("lost@a.example")
            try await world.subscribe()
            try await world.announce()
            let lost = try await world.delivery("the loss", "?channel=email") { $0.lastAnswer != nil }
            #expect(lost.unansweredAttempts == 1 && lost.state == .pending, "\(lost.lastAnswer ?? "")")
            #expect(lost.lastAnswer?.contains("the server's answer was lost") == true)
            #expect(try await world.told(NoticeGiven.self).isEmpty)
            world.service.clock.set(try #require(lost.nextAttemptAt))
            let done = try await world.delivery("the end", "?channel=email") { $0.state == .delivered }
            let mails = try catcher.mails()
            #expect(mails.count == 2 && Set(mails.map(\.messageId)).count == 1)
            #expect(done.unansweredAttempts == 1 && done.attempts == 2)
            #expect(try await world.told(NoticeGiven.self).count == 1)
        }
    }

    @Test func whoDoesNotWantMailGetsNone() async throws {
        try await World.mailing { world, catcher in
            let quiet = try await world.member("quiet@a.example")
            _ = try await world.member("zia@a.example")
            #expect(try await world.prefer(quiet, #"{"topics":{"maintenance":["in_app"]}}"#).status == 200)
            try await world.subscribe()
            try await world.announce()
            #expect(try await world.deliveries("?channel=email").map(\.recipient) == ["zia@a.example"])
            #expect(try await world.deliveries("?channel=in_app").count == 2)
            #expect(try await catcher.mails(1).count == 1)
        }
    }

    @Test func newTermsAreGivenNoticeOf() async throws {
        try await World.mailing { world, catcher in
            _ = try await world.member("zia@a.example")
            try await world.subscribe()
            let now = world.service.clock.now
            let version = AgreementVersionState(
                agreement: world.agreement, key: "sla", title: "SLA", version: 3, document: Node(.map([])), services: [:],
                publishedAt: now, effectiveFrom: now.advanced(by: 86_400), effectiveUntil: nil,
                noticeRules: [
                    NoticeRule(
                        replaces: 1, clause: "S2-10.2", days: 30, channels: ["email"], timeZone: "Asia/Karachi",
                        reductions: [.init(clauses: ["S2-2.1"], detail: "the target falls")])
                ])
            try await world.hear(AgreementPublished(version: version), from: .agreements)
            let mail = try await catcher.mails(1)[0]
            #expect(mail.subject == "New terms: SLA, version 3" && mail.text.contains("- S2-2.1: the target falls"))
            let given = try await eventually("the proof") { try await world.told(NoticeGiven.self).first }
            #expect(given.notice.kind == .changeOfTerms && given.notice.version == 3 && given.notice.agreement == world.agreement)
        }
    }
}
