import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

/// The long walk, once an agreement: from a failed probe to a credit on an invoice, or to the refusal; and weeks later, when a
/// part of the outage turns out to be a third party's. Each in an installation of its own, whose clock it moves by months.
@Suite("The long walk", .serialized, .timeLimit(.minutes(5)))
struct LongWalkTests {
    /// Runs a walk up to its final statement, then what follows.
    private func walk(
        _ plot: WalkPlot, whileItIsDown: @escaping @Sendable (LongWalk, Answer) async throws -> Void = { _, _ in },
        beforeTheWindowCloses: @escaping @Sendable (LongWalk) async throws -> Void = { _ in },
        _ then: @escaping @Sendable (LongWalk, Answer) async throws -> Void
    ) async throws {
        let inbox = WalkInbox(mail: try await MailCatcher(), hooks: Receiver())
        defer { inbox.mail.stop() }
        let settings = [
            "PLEDGE_SMTP_URL": try await inbox.mail.url(), "PLEDGE_SMTP_SENDER": "notices@pledge.example",
            "PLEDGE_SMTP_ENCRYPTION": "none", "PLEDGE_WEBHOOK_NETWORKS": "127.0.0.0/8",
        ]
        let start = try LongWalk.at(plot.down.from).advanced(by: -60)
        try await inbox.hooks.run { url in
            try await Installation.with(at: start, settings) { installation in
                let walk = try await LongWalk.begin(plot, in: installation, hook: url, inbox)
                let (outage, incident) = try await walk.fails()
                try await walk.moves(to: walk.clock.now.advanced(by: 600))
                let updated = try await walk.says("A carrier is down.", about: incident)
                try await whileItIsDown(walk, updated)
                try await walk.recovers(outage, incident)
                try await beforeTheWindowCloses(walk)
                try await then(walk, try await walk.closes())
                try await walk.receivers.expectNothingTwice()
            }
        }
    }

    private func check(_ statement: Answer, percent: String, clauses: Set<String>) {
        #expect(statement["verdict"]?.text == "missed" && statement["availability_percent"]?.text == percent)
        let cited = Set(statement["clauses"]?.items?.compactMap(\.text) ?? [])
        #expect(cited.isSuperset(of: clauses), "\(cited.sorted())")
        #expect(statement["clause_text"]?.text?.isEmpty == false)
    }

    @Test("Zecto: 99.46 % of 99.9 %, ten per cent of the platform's fees")
    func zecto() async throws {
        try await walk(.zecto) { walk, statement in
            check(statement, percent: "99.4600", clauses: ["S2-2.1", "S2-5.2"])
            let draft = try await walk.finds(draftOf: statement)
            #expect(draft["verdicts", "timeliness", "last_second"]?.text == "2026-05-20T18:59:59Z")
            let claim = try await walk.submits(draft, requirement: "Specific dates and times of service unavailability")
            #expect(claim["verdicts", "amount", "base_minor"]?.text == "10000000")
            let (decided, credit) = try await walk.approves(claim)
            let cited = Set(decided["decision", "clauses"]?.items?.compactMap(\.text) ?? [])
            #expect(cited.isSuperset(of: ["S2-2.1", "S2-5.2", "S2-5.3b", "S2-5.3d", "S2-5.4"]), "\(cited.sorted())")
            #expect(credit["amount", "amount_minor"]?.integer == 1_000_000)
            try await walk.applies(credit, to: "INV-2026-05", due: 4_000_000)
            let restated = try await walk.isExcused(after: statement)
            #expect(restated["verdict"]?.text == "met" && restated.text.contains("S2-2.4c"))
            try await walk.stands(decided, credit)
        }
    }

    @Test("Infopromo: worked example 7, 99.5 % are five per cent pro rata")
    func infopromo() async throws {
        try await walk(.infopromo) { walk, statement in
            check(statement, percent: "99.5000", clauses: ["S1-1", "S1-12"])
            let draft = try await walk.finds(draftOf: statement)
            #expect(draft["verdicts", "timeliness", "last_second"]?.text == "2026-05-05T23:59:59Z")
            let claim = try await walk.submits(draft, requirement: nil)
            let (decided, credit) = try await walk.approves(claim)
            let cited = Set(decided["decision", "clauses"]?.items?.compactMap(\.text) ?? [])
            #expect(cited.isSuperset(of: ["S1-1", "S1-12", "S1-14"]), "\(cited.sorted())")
            #expect(credit["amount", "amount_minor"]?.integer == 5_000)
            try await walk.applies(credit, to: "2026-0517", due: 100_000)
            let restated = try await walk.isExcused(after: statement)
            #expect(restated["verdict"]?.text == "met" && restated.text.contains("S1-16b"))
            try await walk.stands(decided, credit)
        }
    }

    @Test("Connect & Engage: updates in half an hour, worked example 8, and no remedy")
    func connectEngage() async throws {
        try await walk(
            .connectEngage,
            whileItIsDown: { walk, incident in
                // The update came in time, and the next one is due half an hour after it.
                let clock = incident["clocks", "0"]
                #expect(clock?["clause"]?.text == "S3-6c" && clock?["state"]?.text == "running", "\(incident.text)")
                #expect(clock?["due_at"]?.text == "\(walk.clock.now.advanced(by: 1_800))")
                try await walk.receivers.heard("ticketing.clock.met")
            },
            beforeTheWindowCloses: { try await ticket($0) },
            { walk, statement in
                check(statement, percent: "99.9899", clauses: ["S3-2"])
                let claim = try await walk.isRefused(statement, by: "S3-9")
                _ = try await walk.isExcused(after: statement)
                try await walk.staysRefused(claim)
            })
    }

    @Test("Zadarma: 180 days that end every midnight, and no remedy")
    func zadarma() async throws {
        try await walk(.zadarma) { walk, statement in
            check(statement, percent: "99.7222", clauses: ["S0-1", "S0-2"])
            let claim = try await walk.isRefused(statement, by: "S0-13")
            _ = try await walk.isExcused(after: statement)
            try await walk.staysRefused(claim)
        }
    }

    /// Worked example 8: High, opened Friday 27 March 2026 at 16:30 in Amsterdam; due on Monday at nine, across the change of the
    /// clocks.
    private func ticket(_ walk: LongWalk) async throws {
        try await walk.moves(to: LongWalk.at("2026-03-27T15:30:00Z"))
        let ticket = try await walk.send(
            .POST, "/v1/tickets", as: walk.member,
            #"{"service":"\#(walk.plot.service)","subject":"No calls","text":"None come through.","priority":"high"}"#)
        let path = "/v1/tickets/\(try #require(ticket["id"]?.text))"
        func clock() async throws -> Node? {
            let clocks = try await walk.send(.GET, "\(path)/clocks", as: walk.member)
            return clocks["data"]?.items?.first { $0["measure"]?.text == "first_response" }
        }
        let running = try #require(try await clock())
        #expect(running["due_at"]?.text == "2026-03-30T07:00:00Z" && running["clause"]?.text == "S3-5b")
        try await walk.receivers.told("ticketing.ticket.opened", "Ticket opened: No calls")
        try await walk.moves(to: LongWalk.at("2026-03-30T07:00:00Z"))
        try await walk.send(.POST, "\(path)/messages", as: walk.agent, #"{"text":"We are on it."}"#)
        let met = try #require(try await clock())
        #expect(met["verdict"]?["outcome"]?.text == "met" && met["verdict"]?["clause"]?.text == "S3-5b", "\(met)")
        try await walk.receivers.told("ticketing.ticket.replied", "Reply to your ticket: No calls")
    }
}
