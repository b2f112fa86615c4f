/// Printed allowances that the target does not yield: `31-day month: 44.6 minutes` beside 99.9%, which allows 44.64.
enum AllowanceRule: LintRule {
    static func findings(in subject: LintSubject) -> [LintFinding] {
        var seen: Set<String> = []
        return subject.document.commitments.flatMap { commitment -> [LintFinding] in
            Set([commitment.clause, commitment.formulaClause, commitment.windowClause]).sorted().flatMap {
                clause -> [LintFinding] in
                let words = subject.words(of: clause)
                return words.indices.compactMap { index -> LintFinding? in
                    guard let printed = Allowance(words, index), printed.minutes != printed.allowed(by: commitment.target),
                        seen.insert("\(clause) \(index)").inserted
                    else { return nil }
                    return finding(printed, commitment.target, clause, subject)
                }
            }
        }
    }

    private static func finding(
        _ printed: Allowance, _ target: Percent, _ clause: String, _ subject: LintSubject
    ) -> LintFinding {
        let allowed = printed.allowed(by: target).floored(places: 2)
        return subject.finding(
            .allowanceDiffers, .warning, at: subject.pointer(of: clause), clause: clause,
            "\(target)% of \(printed.days) days allows \(allowed) minutes, and the clause prints \(printed.text).",
            proposal: ProposedInterpretation(
                clause: clause, choice: "The formula decides; in \(printed.days) days it allows \(allowed) minutes.",
                alternative: "The printed \(printed.text) decides.", why: "A printed figure illustrates the formula, and rounds."),
            topics: ["printed", "allowance", printed.text])
    }

    /// `31-day month: 44.6 minutes`
    private struct Allowance {
        let days: Int
        let minutes: Rational
        let text: String

        init?(_ words: [Word], _ index: Int) {
            guard index + 2 < words.count, let days = words[index].whole, (1...366).contains(days),
                words[index + 1].text == "-", words[index + 2].text == "day"
            else { return nil }
            let line = Array(words[(index + 3)...].prefix { $0.kind != .lineEnd }.prefix(Self.wordsMaximum))
            guard let at = line.firstIndex(where: { $0.kind == .number }), at + 1 < line.count,
                let value = line[at].percent?.points,
                let unit = Self.units[line[at + 1].text]
            else { return nil }
            self.days = days
            minutes = value * unit
            text = "\(line[at].text) \(line[at + 1].text)"
        }

        /// The minutes that a target allows in as many days.
        func allowed(by target: Percent) -> Rational {
            Rational(Int64(days) * 1440) * (Rational(1) - target.share)
        }

        /// `-day month : at most` and a figure: further on it belongs to something else.
        private static let wordsMaximum = 8
        private static let units = [
            "minutes": Rational(1), "min": Rational(1), "hours": Rational(60), "seconds": Rational(1, over: 60),
        ]
    }
}
