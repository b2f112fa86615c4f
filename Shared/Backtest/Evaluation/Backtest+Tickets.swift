import Contracts
import Terms

extension Backtest {
    /// How the clocks of the tickets stand when the facts end, under every level of support that has a target for them.
    func tickets(_ document: AgreementDocument) -> [BacktestTicket] {
        facts.tickets.flatMap { ticket in
            document.support.filter { covers($0, ticket, document) }.flatMap { tier in clocks(ticket, tier, document) }
        }
    }

    /// The targets of support that nothing was recorded for, or that no clock of a ticket measures.
    func unmeasuredSupport(_ document: AgreementDocument) -> [BacktestOmission] {
        document.support.filter { applies($0, of: document, to: nil) && !$0.targets.isEmpty }.flatMap {
            tier -> [BacktestOmission] in
            guard facts.items.kinds.contains(.ticket) else {
                let reason = "no tickets were recorded"
                return [BacktestOmission(kind: .support, id: tier.key, service: nil, clause: tier.clause, reason: reason)]
            }
            return tier.targets.compactMap { target in
                Self.whyNoClock(target.measure).map { reason in
                    BacktestOmission(
                        kind: .support, id: "\(tier.key).\(target.measure.rawValue)", service: nil, clause: target.clause,
                        reason: reason)
                }
            }
        }
    }

    private static func whyNoClock(_ measure: SupportTarget.Measure) -> String? {
        switch measure {
        case .acknowledgement, .firstResponse, .resolution: nil
        case .meanFirstResponse: "an average over many tickets has no clock: record it as a metric of an objective"
        case .nextUpdate: "tickets do not tell of their updates"
        }
    }

    private func covers(_ tier: SupportTier, _ ticket: RecordedTicket, _ document: AgreementDocument) -> Bool {
        if let wanted = ticket.tier { return tier.key == wanted }
        return applies(tier, of: document, to: nil)
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
