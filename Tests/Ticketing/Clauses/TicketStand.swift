import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Ticketing

/// A contract under an agreement of the demo as it is shipped, and what the service's model makes of requests under it.
struct TicketStand {
    let document: AgreementDocument
    let start: Instant
    private let customer = CustomerID()
    private let inForce: CustomerTerms.InForce

    /// - Parameter edit: what is written otherwise in the agreement.
    init(
        _ file: String, service key: String, plan: String = "any", edit: (old: String, new: String)? = nil,
        at start: String = "2026-06-01T08:00:00Z"
    ) throws {
        var text = try String(contentsOf: SourceTree.url("deploy/demo/agreements/\(file).yaml"), encoding: .utf8)
        if let edit {
            try #require(text.contains(edit.old))
            text = text.replacing(edit.old, with: edit.new)
        }
        document = try AgreementDocument(AgreementYAML.node(Data(text.utf8)))
        self.start = try at(start)
        let (agreement, product) = (AgreementID(), ServiceID())
        let subscription = SubscriptionState(
            id: SubscriptionID(), customer: customer, service: product, agreement: agreement, agreementVersion: nil, plan: plan,
            currency: "EUR", fees: [:], billingAnchorDay: 1, trial: false, from: World.beginning, until: nil, revision: 1,
            createdAt: World.beginning, updatedAt: World.beginning)
        let version = KnownVersion(
            agreement: agreement, version: 1, services: [key: product], effectiveFrom: World.beginning, effectiveUntil: nil,
            noticeRules: nil)
        inForce = CustomerTerms.InForce(subscription: subscription, version: version, at: self.start)
    }

    /// A request with its clocks.
    struct Request {
        let ticket: TicketResource
        let terms: SupportTerms
        var book: ClockBook

        /// What the agreement says of somebody's wish to change the priority; nil where it may be done.
        func refusal(of change: String, by party: TicketMessageResource.Party) throws -> TicketRefusal? {
            let draft = try Node(json: Data(change.utf8)).read { PriorityDraft($0) }
            do {
                try PriorityRules(document: terms.document).check(draft, of: ticket, by: party)
                return nil
            } catch {
                return error
            }
        }

        /// The clock of something as it stands.
        func clock(_ measure: ClockResource.Measure, at now: Instant) -> ClockResource? {
            book.resources(at: now).first { $0.measure == measure }
        }

        /// Whom the agreement's ladder has told by an instant, in order.
        mutating func told(by now: Instant) -> [String] {
            book.pass(to: now).flatMap { happening in
                if case .warned(_, let to) = happening.action { to } else { [] as [String] }
            }
        }

        /// The verdicts that are stamped by an instant.
        mutating func verdicts(by now: Instant) -> [ClockResource.Measure: ClockVerdict] {
            book.pass(to: now).reduce(into: [:]) { verdicts, happening in
                if case .judged(let verdict) = happening.action { verdicts[happening.measure] = verdict }
            }
        }
    }

    /// Somebody asks, at the start.
    ///
    /// - Parameter more: members of the request, each with a comma behind it.
    func ask(_ more: String = "", by party: TicketMessageResource.Party = .customer) throws -> Request {
        let whose = party == .provider ? #""customer":"\#(customer)","# : ""
        let json = #"{\#(whose)\#(more)"subject":"No calls","text":"None arrives."}"#
        let draft = try Node(json: Data(json.utf8)).read { TicketDraft($0, by: party) }
        let terms = try SupportTerms(inForce, document, channel: draft.channel)
        let actor = TicketActor(principal: party == .customer ? MemberID().description : "key_agent", party: party)
        let opening = TicketOpening(draft: draft, customer: customer, service: nil, actor: actor, terms: terms)
        let (ticket, log) = try opening.ticket(id: TicketID(), at: start)
        var book = ClockBook(ticket, ClockRules(terms, of: ticket), [])
        _ = book.hear(log)
        return Request(ticket: ticket, terms: terms, book: book)
    }
}
