/// Holes and overlaps in a table of credits as it is printed: 98.9% to 99.0% in no row, 99.9% in a row and in the target.
enum PrintedTierRule: LintRule {
    static func findings(in subject: LintSubject) -> [LintFinding] {
        subject.document.remedies.flatMap { remedy in
            let table = Table(subject, remedy)
            return table.between + table.atTarget
        }
    }

    private struct Table {
        let subject: LintSubject
        let clause: String
        let ranges: [PrintedRange]
        let targets: [AvailabilityCommitment]

        init(_ subject: LintSubject, _ remedy: Remedy) {
            self.subject = subject
            clause = remedy.scheduleClause
            ranges = PrintedRange.all(in: subject.words(of: clause))
            targets = subject.document.commitments.filter { $0.remedy == remedy.id }
        }

        /// What lies between two rows, or in both.
        var between: [LintFinding] {
            zip(ranges, ranges.dropFirst()).compactMap { upper, lower in
                // Rows that are all "below …" are nested, and the lowest of them decides.
                guard let floor = upper.lower else { return nil }
                if lower.upper.value < floor.value { return gap(lower, floor: floor) }
                let isBoth = lower.upper.value > floor.value || lower.includesUpper
                return isBoth ? overlap(upper, lower, floor: floor) : nil
            }
        }

        private func gap(_ lower: PrintedRange, floor: PrintedPercent) -> LintFinding {
            let (from, to) = (lower.upper.text, floor.text)
            let bottom = lower.lower.map { "from \($0.text)% " } ?? ""
            return finding(
                .tierGap, "Availability between \(from)% and \(to)% lies in no row of the table.",
                choice:
                    "Rows are half open; \(bottom)up to but not including \(to)% the credit is \(lower.credit ?? "that row's")%.",
                alternative: "Between \(from)% and \(to)% the printed table grants nothing.",
                why: "The table leaves a hole between two rows; a doubt in it goes in the customer's favour.",
                topics: ["hole", "gap", "half open", "between \(from)%"])
        }

        private func overlap(_ upper: PrintedRange, _ lower: PrintedRange, floor: PrintedPercent) -> LintFinding {
            finding(
                .tierOverlap, "Availability of \(floor.text)% lies in two rows, \"\(upper.text)\" and \"\(lower.text)\".",
                choice: "Where two rows name an availability, such as \(floor.text)%, the higher credit is due.",
                alternative: "The lower credit is due.",
                why: "The rows overlap; a doubt in the table goes in the customer's favour.",
                topics: ["overlap", "two rows", "both rows", "half open"])
        }

        /// Whether the highest row reaches into what meets the target, or stops short of it.
        var atTarget: [LintFinding] {
            guard let top = ranges.first, top.lower != nil else { return [] }
            return targets.compactMap { commitment in
                let target = commitment.target
                if top.contains(target) {
                    return finding(
                        .tierOverlap, "\(target)% meets the target, and lies in the row \"\(top.text)\" too.",
                        choice: "Exactly \(target)% is met, and earns no credit.",
                        alternative: "\(target)% earns the credit of the row \"\(top.text)\", as the table prints it.",
                        why: "The target is met at \(target)%, and credits are for a target that was missed.",
                        topics: ["exactly", "edge", "is met"])
                }
                guard top.upper.value < target else { return nil }
                return finding(
                    .tierGap, "Availability between \(top.upper.text)% and the target of \(target)% lies in no row of the table.",
                    choice: "The row \"\(top.text)\" reaches up to but not including the target of \(target)%.",
                    alternative: "Between \(top.upper.text)% and \(target)% the target is missed, and nothing is due.",
                    why: "The table leaves a hole below the target; a doubt in it goes in the customer's favour.",
                    topics: ["hole", "gap", "not including"])
            }
        }

        private func finding(
            _ code: LintCode, _ sentence: String, choice: String, alternative: String, why: String, topics: [String]
        ) -> LintFinding {
            subject.finding(
                code, .warning, at: subject.pointer(of: clause), clause: clause, sentence,
                proposal: ProposedInterpretation(clause: clause, choice: choice, alternative: alternative, why: why),
                topics: topics)
        }
    }
}
