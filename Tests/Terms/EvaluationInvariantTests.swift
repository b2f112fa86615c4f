import Testing

@testable import Terms

/// What holds of every evaluation, whatever the agreement and the facts; both from a seed.
@Suite struct EvaluationInvariantTests {
    @Test(arguments: 0..<300 as Range<UInt64>)
    func statements(seed: UInt64) throws {
        var trial = try RandomCase(seed: seed)
        let statement = try trial.statement()
        let name: Comment = "seed \(seed), \(statement.measured?.kind.rawValue ?? "time")"
        let seconds = statement.seconds
        #expect(seconds.up + seconds.down + seconds.excluded + seconds.unknown + seconds.pending == seconds.total, name)
        #expect(statement.timeline.reduce(0) { $0 + $1.interval.seconds } == statement.window.interval.seconds, name)
        if let ratio = statement.ratio {
            #expect(ratio.numerator >= 0 && ratio.numerator <= ratio.denominator, name)
            #expect(statement.verdict == (ratio.reaches(statement.target) ? .met : .missed), name)
        }
        let whileOpen = try trial.statement(asOf: RandomCase.seconds / 2)
        #expect(whileOpen.seconds.pending == RandomCase.seconds / 2, name)

        guard trial.isByTime, let before = statement.ratio else { return }
        var generator = trial.generator
        let facts = trial.facts
        let condition = facts.components["api"] ?? .up
        let more = RandomCase.set(&generator).subtracting(condition.unknown)
        trial.facts.components["api"] = Condition(down: condition.down.union(more), unknown: condition.unknown)
        if let after = try trial.statement().ratio { #expect(after <= before, "a longer outage raised it: \(name)") }
        guard trial.document.commitments.first?.formula == .excludedCountsAsUp else { return }
        trial.facts = facts
        trial.facts.exclusions.append(
            ApprovedExclusion(id: "more", ground: .thirdParty, interval: RandomCase.interval(&generator)))
        if let after = try trial.statement().ratio { #expect(after >= before, "more exclusion lowered it: \(name)") }
    }

    @Test(arguments: 0..<300 as Range<UInt64>)
    func credits(seed: UInt64) throws {
        let trial = try RandomCase(seed: seed &+ 5_000_000)
        guard let missed = try MissedCommitment(trial.statement()), let remedy = trial.document.remedies.first else { return }
        let credit = try #require(
            CreditEvaluation.evaluate([missed], under: remedy, document: trial.document, facts: trial.fees))
        let amount = try #require(credit.amountMinor)
        #expect(amount >= 0, "seed \(seed)")
        let most = try #require(credit.mostMinor)
        #expect(Rational(amount) <= Rational(most.ceiling, over: 1), "above its cap: seed \(seed)")
        #expect(credit.steps.allSatisfy { $0.amountMinor >= .zero }, "seed \(seed)")
        #expect(!credit.bearing.clauses.isEmpty)
        // What was granted is not granted again.
        var again = trial.fees
        again.granted.append(GrantedCredit(agreement: "paper", window: missed.window.interval, amountMinor: amount))
        let second = CreditEvaluation.evaluate([missed], under: remedy, document: trial.document, facts: again)
        #expect(second?.amountMinor == 0, "seed \(seed)")
    }

    /// What customers share is what each would get alone.
    @Test(arguments: 0..<50 as Range<UInt64>)
    func sharedStatementsAreTheirOwn(seed: UInt64) throws {
        var trial = try RandomCase(seed: seed &+ 9_000_000)
        var generator = trial.generator
        let own = ApprovedExclusion(id: "own", ground: .thirdParty, interval: RandomCase.interval(&generator))
        let basis = StatementBasis(
            commitment: try #require(trial.document.commitments.first), document: trial.document, service: "api",
            tree: .component("api"), window: trial.window, facts: trial.facts, asOf: trial.window.interval.end)
        #expect(try basis.statement() == trial.statement())
        trial.facts.exclusions.append(own)
        let alone = try trial.statement()
        let shared = basis.statement(own: [own])
        #expect(shared.seconds == alone.seconds && shared.ratio == alone.ratio && shared.verdict == alone.verdict)
    }
}
