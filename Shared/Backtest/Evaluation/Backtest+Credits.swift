import Contracts
import Terms

extension Backtest {
    /// What would have been due for what was missed, window by window and remedy by remedy, in order of time: caps of longer
    /// periods count what earlier windows came to.
    func credit(_ document: AgreementDocument, _ result: inout BacktestResult) {
        var groups: [Group: [MissedCommitment]] = [:]
        for statement in result.statements.map(\.statement) {
            guard let missed = MissedCommitment(statement), let remedy = document.commitment(statement.commitment)?.remedy
            else { continue }
            groups[Group(remedy: remedy, window: statement.window), default: []].append(missed)
        }
        for judged in result.objectives {
            guard let id = judged.result.remedy, let remedy = document.remedy(id) else { continue }
            if let missed = MissedCommitment(judged, remedy.schedule) {
                groups[Group(remedy: id, window: judged.result.window), default: []].append(missed)
            } else {
                result.notEvaluated.append(BacktestOmission(judged, remedy))
            }
        }
        var granted = facts.granted
        result.credits = groups.sorted { $0.key.order < $1.key.order }.compactMap { group, missed in
            guard let remedy = document.remedy(group.remedy),
                let verdict = credit(missed, remedy, document, granted: granted, claimedAt: nil)
            else { return nil }
            if let amount = verdict.amountMinor, amount > 0 {
                granted.append(
                    GrantedCredit(agreement: document.key, window: group.window.interval, amountMinor: amount))
            }
            return BacktestCredit(verdict, window: group.window, missed: missed, hasFees: !facts.fees.isEmpty)
        }
    }

    private struct Group: Hashable {
        let remedy: String
        let window: Window

        var order: (Int64, Int64, String) {
            (window.interval.end.epochSeconds, window.interval.start.epochSeconds, remedy)
        }
    }

    /// What became of the claims, each on the statement as it was on the day of the claim, and as it is at the end.
    func claims(_ subject: BacktestSubject, _ result: BacktestResult) -> [BacktestClaim] {
        var granted = facts.granted
        return facts.claims.flatMap { claim -> [BacktestClaim] in
            let about = result.statements.filter { judged in
                let statement = judged.statement
                return statement.commitment == claim.commitment && statement.window.label == claim.window
                    && (claim.service ?? statement.service) == statement.service
            }
            return about.compactMap { self.claim(claim, subject, $0, &granted) }
        }
    }

    /// The claims that are about no window that was judged.
    func unanswered(_ answers: [BacktestClaim]) -> [BacktestOmission] {
        let answered = Set(answers.map(\.id))
        return facts.claims.filter { !answered.contains($0.id) }.map { claim in
            BacktestOmission(
                kind: .claim, id: claim.id, service: claim.service, clause: nil,
                reason: "no statement of \(claim.commitment) for \(claim.window) was worked out")
        }
    }

    private func claim(
        _ claim: RecordedClaim, _ subject: BacktestSubject, _ judged: JudgedStatement, _ granted: inout [GrantedCredit]
    ) -> BacktestClaim? {
        let document = subject.document
        let statement = judged.statement
        guard let commitment = document.commitment(statement.commitment) else { return nil }
        let service = services[statement.service] ?? UnmeasuredService(key: statement.service)
        let then = JudgedStatement(
            subject, commitment, statement.service, service, facts.items, statement.window, credited: judged.credited,
            asOf: min(claim.filedAt, span.knownUntil))
        let claimed = ClaimFacts(receivedAt: claim.filedAt, customer: facts.customer)
        let onFiling = ClaimVerdicts.evaluate(claimed, statement: then.statement, document: document).standing
        let standing = ClaimVerdicts.evaluate(claimed, statement: statement, document: document).standing
        var credit: BacktestCredit?
        if standing.state == .underReview, let missed = MissedCommitment(statement),
            let remedy = commitment.remedy.flatMap(document.remedy),
            let verdict = self.credit([missed], remedy, document, granted: granted, claimedAt: claim.filedAt)
        {
            credit = BacktestCredit(verdict, window: statement.window, missed: [missed], hasFees: !facts.fees.isEmpty)
            if let amount = verdict.amountMinor, amount > 0 {
                granted.append(
                    GrantedCredit(agreement: document.key, window: statement.window.interval, amountMinor: amount))
            }
        }
        return BacktestClaim(
            id: claim.id, statement: statement, filedAt: claim.filedAt, onFiling: onFiling, standing: standing, credit: credit)
    }

    private func credit(
        _ missed: [MissedCommitment], _ remedy: Remedy, _ document: AgreementDocument, granted: [GrantedCredit],
        claimedAt: Instant?
    ) -> CreditVerdict? {
        guard let window = missed.first?.window.interval else { return nil }
        // The remedy may look at the period before, at the month of the claim, and at the whole year.
        let end = max(window.end, claimedAt ?? window.end)
        let stretch = Interval(
            window.start.advanced(by: -Self.yearSeconds), end.advanced(by: Self.yearSeconds))
        let lines = facts.fees.flatMap { $0.lines(in: stretch, zone: document.zone) }
        let credit = CreditFacts(
            currency: facts.currency ?? Self.noCurrency, fees: lines, granted: granted, customer: facts.customer,
            claimedAt: claimedAt)
        return CreditEvaluation.evaluate(missed, under: remedy, document: document, facts: credit)
    }

    private static let yearSeconds: Int64 = 366 * 86_400
    /// ISO 4217's code for no currency: without fees there are no amounts.
    private static let noCurrency = "XXX"
}
