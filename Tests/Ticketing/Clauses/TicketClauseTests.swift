import Contracts
import Foundation
import Terms
import Testing

@testable import Ticketing

/// Clauses about requests, executed by the service's model from the documents of the demo.
@Suite struct TicketClauseTests {
    /// S0-9: a class of tickets without a clock.
    @Test func ticketsHaveNoClock() throws {
        let request = try TicketStand("zadarma", service: "telephony").ask()
        #expect(request.ticket.terms?.tier == "ticket" && request.ticket.terms?.clause == "S0-9")
        #expect(request.ticket.terms?.withoutClocks == .noTargets)
        #expect(request.book.resources(at: request.ticket.openedAt.advanced(by: 86_400 * 365)).isEmpty)
        let none = "languages: {count: 7, clause: S0-7}\n    targets: []"
        let some = none.replacing("[]", with: "[{measure: first_response, within: PT1H, strength: guarantee}]")
        let timed = try TicketStand("zadarma", service: "telephony", edit: (none, some)).ask()
        let due = timed.clock(.firstResponse, at: timed.ticket.openedAt)?.dueAt
        #expect(due == timed.ticket.openedAt.advanced(by: 3600), "which it would have by another clause")
    }

    /// S1-6: what is late is an aim where it is a resolution, and a promise where it is an acknowledgement.
    @Test func onlyAcknowledgementsBind() throws {
        func verdicts(_ stand: TicketStand) throws -> [ClockResource.Measure: ClockVerdict] {
            var request = try stand.ask(#""priority":"level-1","#)
            return request.verdicts(by: stand.start.advanced(by: 24 * 3600 + 1))
        }
        let stamped = try verdicts(TicketStand("infopromo", service: "communications"))
        #expect(stamped[.acknowledgement]?.outcome == .breached && stamped[.acknowledgement]?.strength == .guarantee)
        #expect(stamped[.resolution]?.outcome == .breached && stamped[.resolution]?.strength == .target)
        #expect(stamped[.resolution]?.clause == "S1-6")
        let binding = try TicketStand(
            "infopromo", service: "communications",
            edit: ("within: PT24H, strength: target", "within: PT24H, strength: guarantee"))
        #expect(try verdicts(binding)[.resolution]?.strength == .guarantee)
    }

    /// S1-7: the customer proposes; the provider may change it with a reason, which both are shown first and kept.
    @Test func classification() throws {
        let stand = try TicketStand("infopromo", service: "communications")
        let request = try stand.ask(#""priority":"level-2","#)
        #expect(request.ticket.priority == "level-2" && request.ticket.proposedPriority == "level-2")
        let (silent, reasoned) = (#"{"priority":"level-3"}"#, #"{"priority":"level-3","reason":"Minor."}"#)
        #expect(try request.refusal(of: reasoned, by: .customer) == .othersDecide(clause: "S1-4"))
        #expect(try request.refusal(of: silent, by: .provider) == .reasonMissing(clause: "S1-7"))
        #expect(try request.refusal(of: reasoned, by: .provider) == nil)
        // Level 3 was due after twelve hours: whoever breaches that by the change sees it first.
        let now = stand.start.advanced(by: 20 * 3600)
        var before = request.book
        _ = before.hear([TicketLogEntry(kind: .acknowledged, at: stand.start.advanced(by: 60), actor: "key_agent")])
        var after = before
        _ = after.hear([TicketLogEntry(kind: .priority, at: now, actor: "key_agent", priority: "level-3")])
        let draft = try Node(json: Data(reasoned.utf8)).read { PriorityDraft($0) }
        let refusal = #expect(throws: TicketRefusal.self) { try draft.check(request.terms, before, after) }
        let shown = refusal?.problem.detail ?? ""
        #expect(
            shown.contains("resolution was due at 2026-06-01T20:00:00Z by S1-5") && shown.contains("by S1-7 that is shown first"))
        let theirs = try TicketStand(
            "infopromo", service: "communications", edit: ("clause: S1-7, by: provider", "clause: S1-7, by: customer"))
        #expect(try theirs.ask(#""priority":"level-2","#).refusal(of: reasoned, by: .customer) == nil)
    }

    /// S1-17: four ways in, around the clock, and no others.
    @Test func fourChannels() throws {
        let stand = try TicketStand("infopromo", service: "communications", at: "2026-01-01T03:00:00Z")
        for channel in ["portal", "chat", "email", "phone"] {
            let request = try stand.ask(#""channel":"\#(channel)","priority":"level-1","#)
            #expect(request.ticket.channel == channel)
            let due = request.clock(.acknowledgement, at: stand.start)?.dueAt
            #expect(due == stand.start.advanced(by: 900), "on New Year's night")
        }
        let ways = ["portal", "chat", "email", "phone"]
        #expect(throws: TicketRefusal.noSuchChannel(ways)) { try stand.ask(#""channel":"fax","#) }
    }

    /// S1-18: what a report lacks is noted; the clock starts at its receipt, complete or not.
    @Test func intake() throws {
        let stand = try TicketStand("infopromo", service: "communications")
        let asked = ["Service ID", "Description of the issue", "Steps taken to troubleshoot"]
        let bare = try stand.ask(#""priority":"level-1","#)
        #expect(bare.ticket.missingDetails == asked)
        #expect(bare.clock(.acknowledgement, at: stand.start)?.startedAt == stand.start)
        let details = asked.map { #"{"name":"\#($0)","text":"…"}"# }.joined(separator: ",")
        #expect(try stand.ask(#""details":[\#(details)],"#).ticket.missingDetails.isEmpty)
        let patient = try TicketStand(
            "infopromo", service: "communications", edit: ("clock_starts: receipt", "clock_starts: complete"))
        #expect(try patient.ask(#""priority":"level-1","#).book.resources(at: patient.start).isEmpty)
    }

    /// S1-20: critical issues go up as needed: a ladder without rungs tells nobody by itself, one with rungs does.
    @Test func escalationAsNeeded() throws {
        let stand = try TicketStand("infopromo", service: "communications")
        var request = try stand.ask(#""priority":"level-1","#)
        #expect(request.told(by: stand.start.advanced(by: 86_400)).isEmpty)
        let steps = "steps: [{after: PT30M, to: Shift lead}, {after: PT2H, to: Head}, {after: PT30H, to: Board}]"
        let ladder = try TicketStand("infopromo", service: "communications", edit: ("steps: []", steps))
        var critical = try ladder.ask(#""priority":"level-1","#)
        #expect(critical.told(by: ladder.start.advanced(by: 1799)).isEmpty)
        #expect(critical.told(by: ladder.start.advanced(by: 1800)) == ["Shift lead"])
        #expect(critical.told(by: ladder.start.advanced(by: 3 * 3600)) == ["Head"], "each once")
        #expect(critical.told(by: ladder.start.advanced(by: 29 * 3600)).isEmpty, "the resolution is late, and is waited for")
        let machine = try #require(critical.book.machines.last)
        let board = ladder.start.advanced(by: 30 * 3600)
        #expect(critical.book.wake(machine, after: ladder.start.advanced(by: 29 * 3600)) == board)
        #expect(critical.told(by: board) == ["Board"])
        var other = try ladder.ask(#""priority":"level-2","#)
        #expect(other.told(by: board).isEmpty, "it is for critical issues")
    }

    /// S2-4.2: Zecto classifies, whatever a customer asks for.
    @Test func theProviderClassifies() throws {
        let raise = #"{"priority":"critical","reason":"Nothing works."}"#
        let request = try TicketStand("zecto", service: "cpaas", plan: "standard").ask(#""priority":"medium","#)
        #expect(try request.refusal(of: raise, by: .customer) == .othersDecide(clause: "S2-4.2"))
        #expect(try request.refusal(of: raise, by: .provider) == nil)
        let lower = #"{"priority":"low","reason":"One number only."}"#
        let urgent = try TicketStand("zecto", service: "cpaas", plan: "standard").ask(#""priority":"critical","#)
        #expect(try urgent.refusal(of: lower, by: .provider) == nil)
        let theirs = try TicketStand(
            "zecto", service: "cpaas", plan: "standard", edit: ("classified_by: provider", "classified_by: customer"))
        #expect(try theirs.ask(#""priority":"medium","#).refusal(of: raise, by: .customer) == nil)
        #expect(try theirs.ask(#""priority":"medium","#).refusal(of: raise, by: .provider) == .othersDecide(clause: "S2-4.2"))
    }

    /// S3-4: whether somebody may ask comes before any clock; and support is not for everything.
    @Test func authorisedUsersOnly() throws {
        let stand = try TicketStand("connect-engage", service: "voice")
        let nobody = try stand.ask(by: .provider)
        #expect(nobody.ticket.terms?.withoutClocks == .notAuthorised && nobody.ticket.terms?.clause == "S3-4")
        #expect(nobody.book.resources(at: stand.start).isEmpty)
        let user = try stand.ask(#""requester":"\#(MemberID())","#, by: .provider)
        #expect(user.ticket.terms?.withoutClocks == nil && user.book.resources(at: stand.start).count == 1)
        let access = try #require(user.terms.tier?.access)
        #expect(!access.covers("Debugging of client code") && access.covers("A call that is not connected"))
        let open = try TicketStand(
            "connect-engage", service: "voice", edit: ("requesters: authorised_users", "requesters: anybody"))
        #expect(try open.ask(by: .provider).book.resources(at: open.start).count == 1)
    }

    /// S3-5a: one business day is an aim, and the table binds where it has a time.
    @Test func oneBusinessDayIsAnAim() throws {
        let monday = "2026-06-01T10:00:00+02:00"
        func promised(_ stand: TicketStand) throws -> ClockResource? {
            try stand.ask(#""priority":"high","#).clock(.firstResponse, at: stand.start)
        }
        let bound = try promised(TicketStand("connect-engage", service: "voice", at: monday))
        #expect(bound?.clause == "S3-5b" && bound?.strength == .guarantee && bound?.targetSeconds == 3600)
        let row = "{priority: high, measure: first_response, within: PT1H, strength: guarantee, clause: S3-5b}"
        let elsewhere = row.replacing("priority: high, measure: first_response", with: "priority: high, measure: resolution")
        let aimed = try promised(TicketStand("connect-engage", service: "voice", edit: (row, elsewhere), at: monday))
        #expect(aimed?.clause == "S3-5a" && aimed?.strength == .target)
        #expect(try aimed?.dueAt == at("2026-06-02T09:30:00+02:00"), "eight business hours later")
    }

    /// S3-5c: the client chooses, and the provider may choose otherwise; the clock keeps its start and takes the new target, which
    /// is shown first where it has passed.
    @Test func reclassification() throws {
        let raise = #"{"priority":"high","reason":"It stops the business."}"#
        let stand = try TicketStand("connect-engage", service: "voice", at: "2026-06-01T09:00:00+02:00")
        let request = try stand.ask(#""priority":"normal","#)
        #expect(try request.refusal(of: raise, by: .customer) == .othersDecide(clause: "S3-5b"))
        #expect(try request.refusal(of: raise, by: .provider) == nil)
        let now = stand.start.advanced(by: 7200)
        var after = request.book
        _ = after.hear([TicketLogEntry(kind: .priority, at: now, actor: "key_agent", priority: "high")])
        let clock = after.resources(at: now).first
        #expect(clock?.startedAt == stand.start && clock?.dueAt == stand.start.advanced(by: 3600))
        #expect(clock?.verdict?.outcome == .breached)
        let draft = try Node(json: Data(raise.utf8)).read { PriorityDraft($0) }
        let refusal = #expect(throws: TicketRefusal.self) { try draft.check(request.terms, request.book, after) }
        #expect(refusal?.problem.detail?.contains("by S3-5c that is shown first") == true)
        let theirs = try TicketStand(
            "connect-engage", service: "voice", edit: ("clause: S3-5c, by: provider", "clause: S3-5c, by: customer"))
        #expect(try theirs.ask(#""priority":"normal","#).refusal(of: raise, by: .customer) == nil)
    }
}
