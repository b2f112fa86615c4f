/// The tiers as they are written down: below a target without a tier, above it, doubled, or paying less for worse.
enum TierRule: LintRule {
    static func findings(in subject: LintSubject) -> [LintFinding] {
        subject.document.remedies.enumerated().flatMap { index, remedy -> [LintFinding] in
            guard case .tiers(let tiers) = remedy.schedule else { return [] }
            let pointer = "#/remedies/\(index)/schedule/tiers"
            let commitments = subject.document.commitments.filter { $0.remedy == remedy.id }
            return order(tiers, pointer, remedy, subject) + reach(tiers, pointer, remedy, commitments, subject)
        }
    }

    /// A tier that another one outbids wherever it applies.
    private static func order(
        _ tiers: [RemedySchedule.Tier], _ pointer: String, _ remedy: Remedy, _ subject: LintSubject
    ) -> [LintFinding] {
        tiers.indices.compactMap { index in
            let tier = tiers[index]
            let stronger = tiers.indices.first { other in
                guard other != index, tiers[other].below >= tier.below else { return false }
                return tiers[other].percent > tier.percent || (tiers[other] == tier && other < index)
                    || (tiers[other].percent == tier.percent && tiers[other].below > tier.below)
            }
            guard let stronger = stronger.map({ tiers[$0] }) else { return nil }
            let isInverted = stronger.below > tier.below && stronger.percent > tier.percent
            let sentence =
                isInverted
                ? "Below \(tier.below)% the credit is \(tier.percent)%, and for better availability, below \(stronger.below)%, it is \(stronger.percent)%."
                : "The tier below \(tier.below)% never applies: the one below \(stronger.below)% with \(stronger.percent)% always decides."
            return subject.finding(
                isInverted ? .invertedLevels : .unreachable, .warning, at: "\(pointer)/\(index)", clause: remedy.scheduleClause,
                sentence,
                proposal: ProposedInterpretation(
                    clause: remedy.scheduleClause,
                    choice:
                        "Where several tiers apply the highest credit is due, so below \(tier.below)% it is \(stronger.percent)%.",
                    alternative: "The lowest tier that applies decides, with \(tier.percent)%.",
                    why: "Worse availability cannot have been meant to earn less."),
                topics: ["highest credit", "inverted", "lowest tier"])
        }
    }

    /// Whether the tiers cover what misses the target, and nothing else.
    private static func reach(
        _ tiers: [RemedySchedule.Tier], _ pointer: String, _ remedy: Remedy, _ commitments: [AvailabilityCommitment],
        _ subject: LintSubject
    ) -> [LintFinding] {
        guard let top = tiers.map(\.below).max(), let highest = commitments.map(\.target).max(),
            let lowest = commitments.map(\.target).min()
        else { return [] }
        let above = tiers.indices.filter { tiers[$0].below > highest }.map { index in
            subject.finding(
                .unreachable, .warning, at: "\(pointer)/\(index)/below", clause: remedy.scheduleClause,
                "The tier below \(tiers[index].below)% reaches above the target of \(highest)%, where the commitment is met.",
                proposal: ProposedInterpretation(
                    clause: remedy.scheduleClause, choice: "At \(highest)% and above the target is met, and no credit is due.",
                    alternative: "Credits are due up to \(tiers[index].below)%.",
                    why: "Credits are for a target that was missed."), topics: ["target is met", "above the target"])
        }
        guard top < lowest else { return above }
        return above + [
            subject.finding(
                .tierGap, .warning, at: pointer, clause: remedy.scheduleClause,
                "From \(top)% up to the target of \(lowest)% the commitment is missed, and no tier applies.",
                proposal: ProposedInterpretation(
                    clause: remedy.scheduleClause,
                    choice: "Between \(top)% and \(lowest)% no credit is due, as there is no tier.",
                    alternative: "The highest tier reaches up to the target.", why: "The source grants nothing in this gap."),
                topics: ["gap", "hole", "no tier"])
        ]
    }
}
