import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Agreements

/// Clauses about changes of the agreement itself, executed by the service's model from the documents of the demo: what the
/// publication of a version that promises less comes to.
@Suite struct ChangeClauseTests {
    private let customer = CustomerID()
    private let zecto = (old: #"target: "99.9""#, less: #"target: "99.5""#, more: #"target: "99.95""#)

    private func document(_ file: String, _ edits: (old: String, new: String)...) throws -> AgreementDocument {
        var text = try String(contentsOf: SourceTree.url("deploy/demo/agreements/\(file).yaml"), encoding: .utf8)
        for edit in edits {
            try #require(text.contains(edit.old))
            text = text.replacing(edit.old, with: edit.new)
        }
        return try AgreementDocument(AgreementYAML.node(Data(text.utf8)))
    }

    private func instant(_ text: String) throws -> Instant { try #require(Instant(rfc3339: text)) }

    /// A publication on 1 March from 10 March on, and what came of it for one customer.
    private struct Published {
        let publication: AgreementVersion.Publication
        let schedule: VersionSchedule?
        let customer: CustomerID

        /// From when it holds for the customer after a notice in such a way; nil while it waits.
        func start(after channel: String, at given: Instant) -> Instant? {
            let notice = NoticeResource(
                id: NoticeID(), kind: .changeOfTerms, agreement: AgreementID(), version: 2, maintenance: nil,
                customers: [customer], channel: channel, givenAt: given, recipient: nil, text: nil, textHash: "",
                recordedBy: "key_a", createdAt: given)
            guard let schedule else { return publication.effectiveFrom }
            return schedule.proved(by: notice, of: publication, at: given)?.effectiveFrom ?? schedule.effectiveFrom
        }
    }

    private func publish(_ new: AgreementDocument, over old: AgreementDocument) throws -> Published {
        let (now, asked) = (try instant("2026-03-01T00:00:00Z"), try instant("2026-03-10T00:00:00Z"))
        let version = AgreementVersion(
            agreement: AgreementID(), version: 2, notEvaluated: [], document: new.node, publication: nil, revision: 1,
            createdAt: now, updatedAt: now)
        let plan = PublicationPlan(version, from: asked, replacing: [(customer: customer, versions: [1])], now: now) {
            NoticeRule(replacing: $0, old, with: new)
        }
        let publication = AgreementVersion.Publication(
            publishedAt: now, publishedBy: "key_a", effectiveFrom: asked, effectiveUntil: nil, noticeRules: plan.rules,
            services: [:])
        return Published(publication: publication, schedule: plan.schedules.first, customer: customer)
    }

    /// S0-12: what is worse holds when it says so, and is announced on the website; the printed date has the day first.
    @Test func changesAreAnnounced() throws {
        let old = try document("zadarma")
        let less = (old: #"target: "99.99""#, new: #"target: "99.9""#)
        let published = try publish(document("zadarma", less), over: old)
        #expect(published.schedule == nil && published.publication.noticeRules.isEmpty, "nobody waits")
        let duty = try #require(ChangeDuty(old, of: .reduction))
        #expect(duty.missing(announced: [:]) == ["website"] && duty.bearing.clauses == ["S0-12"])
        #expect(duty.missing(announced: ["website": published.publication.publishedAt]).isEmpty)
        let held = try document("zadarma", (old: "    channels: [website]", new: "    channels: [website]\n    in_advance: true"))
        let waits = try publish(document("zadarma", less), over: held)
        let given = try instant("2026-03-12T00:00:00Z")
        #expect(waits.schedule != nil && waits.start(after: "website", at: given) == given)
        let date = try #require(AgreementLint.findings(old).first { $0.code == .ambiguousDate })
        #expect(date.clause == "S0-12" && !date.isOpen && date.proposal?.choice.contains("2022-11-02") == true)
    }

    /// S1-21: notice in advance, however shortly, on the page or in the portal.
    @Test func noticeInAdvance() throws {
        let old = try document("infopromo")
        let new = try document("infopromo", (old: zecto.old, new: zecto.less))
        let published = try publish(new, over: old)
        #expect(published.publication.noticeRules.map(\.clause) == ["S1-21"])
        #expect(published.schedule != nil && published.schedule?.effectiveFrom == nil, "it waits for notice")
        let early = try instant("2026-03-02T00:00:00Z")
        #expect(published.start(after: "portal", at: early) == published.publication.effectiveFrom)
        let late = try instant("2026-04-02T00:00:00Z")
        #expect(published.start(after: "website", at: late) == late)
        #expect(published.start(after: "email", at: early) == nil, "no way that the clause names")
        let free = try document("infopromo", (old: "in_advance: true", new: "in_advance: false"))
        #expect(try publish(new, over: free).schedule == nil)
    }

    /// S2-10.1: by email, on the website, in the app or by SMS; what is said otherwise is no notice.
    @Test func changesAreCommunicated() throws {
        let old = try document("zecto")
        let published = try publish(document("zecto", (old: zecto.old, new: zecto.less)), over: old)
        let given = try instant("2026-03-02T00:00:00Z")
        for channel in ["email", "website", "in_app_or_sms"] {
            #expect(published.start(after: channel, at: given) != nil, "\(channel)")
        }
        #expect(published.start(after: "phone", at: given) == nil)
        let duty = try #require(ChangeDuty(old, of: .reduction))
        #expect(duty.bearing.clauses == ["S2-10.1", "S2-10.2"])
        #expect(duty.missing(announced: ["email": given]) == ["website", "in_app_or_sms"])
        let silent = try document("zecto", (old: "    channels: [email, website, in_app_or_sms]\n", new: ""))
        let anyWay = try publish(document("zecto", (old: zecto.old, new: zecto.less)), over: silent)
        #expect(anyWay.start(after: "phone", at: given) != nil)
    }

    /// S2-10.2: thirty days for what makes a promise smaller; improvements at once.
    @Test func thirtyDaysForReductions() throws {
        let old = try document("zecto")
        let worse = try document("zecto", (old: zecto.old, new: zecto.less))
        let published = try publish(worse, over: old)
        #expect(published.publication.noticeRules.map(\.clause) == ["S2-10.2"])
        let given = try instant("2026-03-02T09:00:00Z")
        #expect(try published.start(after: "email", at: given) == instant("2026-04-01T09:00:00Z"))
        let better = try publish(document("zecto", (old: zecto.old, new: zecto.more)), over: old)
        #expect(better.schedule == nil, "it holds from when it says")
        let hasty = try document("zecto", (old: "notice_days: 30", new: "notice_days: 10"))
        #expect(try publish(worse, over: hasty).start(after: "email", at: given) == instant("2026-03-12T09:00:00Z"))
        let improvement = try #require(ChangeDuty(old, of: .improvement))
        #expect(improvement.clause == "S2-10.2" && improvement.start(asked: given, announced: [:], in: old.zone) == given)
    }

    /// S3-8: it may change as necessary: nobody waits, and the change is published.
    @Test func updatesAsNecessary() throws {
        let old = try document("connect-engage")
        let less = (old: #"target: "99.90""#, new: #"target: "99.00""#)
        let published = try publish(document("connect-engage", less), over: old)
        #expect(published.schedule == nil)
        let duty = try #require(ChangeDuty(old, of: .reduction))
        #expect(duty.bearing.clauses == ["S3-8"] && duty.missing(announced: [:]) == ["website"])
        let update = Occurrence(.updates, at: published.publication.effectiveFrom)
        #expect(old.publicationDuties(on: update).map(\.clause) == ["S3-8"])
        let held = try document(
            "connect-engage",
            (old: "as necessary, channels: [website]", new: "as necessary, channels: [website], notice_days: 14"))
        let given = try instant("2026-03-02T00:00:00Z")
        #expect(
            try publish(document("connect-engage", less), over: held).start(after: "website", at: given)
                == given.advanced(by: 14 * 86_400))
    }
}
