import Contracts
import Terms

extension Backtest {
    /// How the clocks of the tickets stand when the facts end, under every level of support that has a target for them.
    func tickets(_ document: AgreementDocument) -> [BacktestTicket] {
        facts.tickets.flatMap { ticket in
            document.support.filter { covers($0, ticket) }.flatMap { tier in clocks(ticket, tier, document) }
        }
    }

    private func covers(_ tier: SupportTier, _ ticket: RecordedTicket) -> Bool {
        if let wanted = ticket.tier { return tier.key == wanted }
        return tier.plans.isEmpty || facts.plan.map(tier.plans.contains) ?? true
    }

    private func clocks(_ ticket: RecordedTicket, _ tier: SupportTier, _ document: AgreementDocument) -> [BacktestTicket] {
        let priority = ticket.events.filter { $0.at <= span.knownUntil }.compactMap(\.priority).last
        let measures: [SupportTarget.Measure] = [.acknowledgement, .firstResponse, .resolution]
        return measures.compactMap { measure in
            let targets = tier.targets.filter { $0.measure == measure && ($0.priority ?? priority) == priority }
            // A guarantee takes the place of an aim, and a target for the priority that of one for any.
            let target =
                targets.first { $0.strength == .guarantee && $0.priority != nil }
                ?? targets.first { $0.strength == .guarantee } ?? targets.last
            guard let target, let clock = document.clock(measure, of: tier, ticket.events, at: span.knownUntil) else {
                return nil
            }
            return BacktestTicket(id: ticket.id, tier: tier, target: target, clock: clock)
        }
    }
}
