import Chassis
import Contracts
import Foundation
import Hosting
import Messaging
import Postgres
import Terms
import TestSupport
import Testing

@testable import Claims

/// The life of a claim and the plan of an application, as values.
@Suite struct LifeTests {
    @Test func onlyWhatIsOpenIsDecidedOrWithdrawn() throws {
        for state in ClaimState.allCases {
            var withdrawn = ClaimLife(state)
            if state == .drafted || state.isOpen {
                #expect(try withdrawn.withdraw() == [.tell(.withdrawn)])
                #expect(withdrawn.state == .withdrawn)
            } else {
                #expect(throws: ClaimError.over(state)) { try withdrawn.withdraw() }
            }
            var answered = ClaimLife(state)
            switch state {
            case .underReview:
                #expect(try answered.answer(.approved) == [.issueCredit, .tell(.decided)])
                #expect(answered.state == .approved)
            case .needsEvidence:
                #expect(throws: ClaimError.evidenceMissing) { try answered.answer(.approved) }
                #expect(try answered.answer(.refused(.insufficientEvidence)) == [.tell(.decided)])
            default:
                #expect(throws: ClaimError.notUnderReview(state)) { try answered.answer(.approved) }
            }
            #expect(ClaimLife(state).fallDue() == (state.isOpen ? [.tell(.overdue)] : []))
            var lapsed = ClaimLife(state)
            #expect(lapsed.lapse() == (state == .drafted ? [.tell(.expired)] : []))
            #expect(ClaimLife(state).restate(.same).isEmpty)
            #expect(ClaimLife(state).restate(.less) == (state.isDecided ? [.flag, .tell(.reevaluated)] : []))
        }
    }

    @Test func onlyAnApprovedClaimThatComesToMoreIsAddedTo() throws {
        for state in ClaimState.allCases {
            for outcome in [ClaimResource.Reevaluation.Outcome.more, .less, .same] {
                let life = ClaimLife(state)
                if state == .approved, outcome == .more {
                    #expect(try life.supplement(outcome) == [.issueCredit])
                } else {
                    #expect(throws: ClaimError.notMore) { try life.supplement(outcome) }
                }
            }
        }
    }

    @Test func theOldestPaysFirst() throws {
        func credit(_ minor: Int64, issued: Int64) throws -> CreditResource {
            CreditResource(
                id: CreditID(), customer: CustomerID(), claim: ClaimID(), statement: StatementID(), agreement: AgreementID(),
                agreementKey: "a", remedy: "r",
                window: .init(Window.containing(instant("2026-04-10T00:00:00Z"), kind: .month, zone: .utc)), state: .issued,
                amount: try #require(Money(amountMinor: minor, currency: "EUR")), remainingMinor: minor, clauses: [],
                applications: [], issuedBy: nil, issuedAt: Instant(epochSeconds: issued), atTermination: nil, expiresAt: nil,
                voidReason: nil, version: 1, updatedAt: Instant(epochSeconds: issued))
        }
        let (old, new, used) = (
            try credit(30, issued: 1), try credit(50, issued: 2),
            try credit(5, issued: 0).applied(
                5, to: "I", at: Instant(epochSeconds: 3))
        )
        #expect(ApplicationPlan([new, used, old], left: 40).parts.map(\.minor) == [30, 10])
        #expect(ApplicationPlan([new, old], left: 40).parts.map(\.credit.id) == [old.id, new.id])
        #expect(ApplicationPlan([new, old], left: 1_000).parts.map(\.minor) == [30, 50])
        #expect(ApplicationPlan([new, old], left: 0).parts.isEmpty)
    }

    /// Standing fees by billing month, what was charged in their place, and shares of months that began or ended late.
    @Test func feesOfBrokenMonths() throws {
        let month = Window.containing(instant("2026-04-10T00:00:00Z"), kind: .month, zone: .utc).interval
        var subscription = SubscriptionState(
            id: SubscriptionID(), customer: CustomerID(), service: ServiceID(), agreement: AgreementID(),
            agreementVersion: nil, plan: "p", currency: "EUR",
            fees: ["platform": Money(amountMinor: 1_000, currency: "EUR")].compactMapValues(\.self), billingAnchorDay: 1,
            trial: false, from: instant("2026-04-16T00:00:00Z"), until: nil, revision: 1, createdAt: month.start,
            updatedAt: month.start)
        func lines(_ recorded: [FeeResource] = []) -> [FeeLine] {
            FeeLines(subscriptions: [subscription], recorded: recorded, serviceKeys: [subscription.service: "it"], zone: .utc)
                .lines(in: month, currency: "EUR")
        }
        #expect(lines().map(\.amountMinor) == [500])
        subscription.from = instant("2025-01-01T00:00:00Z")
        #expect(lines().map(\.amountMinor) == [1_000] && lines().map(\.service) == ["it"])
        let charged = FeeResource(
            id: FeeID(), subscription: subscription.id, customer: subscription.customer, service: subscription.service,
            feeClass: "platform", from: month.start, to: month.end,
            amount: try #require(Money(amountMinor: 7, currency: "EUR")), states: ["promotion"], revision: 1,
            createdAt: month.start, updatedAt: month.start)
        #expect(lines([charged]).map(\.amountMinor) == [7] && lines([charged])[0].states == ["promotion"])
        subscription.trial = true
        #expect(lines()[0].states == ["trial", "free_trial"])
        subscription.billingAnchorDay = 15
        #expect(lines().map(\.interval.start) == [instant("2026-03-15T00:00:00Z"), instant("2026-04-15T00:00:00Z")])
    }
}
