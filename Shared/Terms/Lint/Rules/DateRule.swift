/// Dates that do not exist, and dates that are one day to some readers and another to others.
enum DateRule: LintRule {
    static func findings(in subject: LintSubject) -> [LintFinding] {
        let document = subject.document
        var seen: Set<String> = []
        var findings: [LintFinding] = []
        func look(_ text: String, _ pointer: String, _ clause: String?) {
            for date in PrintedDate.all(in: Word.words(of: text)) where seen.insert(date.text).inserted {
                if let finding = finding(date, pointer, clause, subject) { findings.append(finding) }
            }
        }
        for (index, entry) in document.history.enumerated() {
            look(entry.asWritten, "#/history/\(index)/as_written", entry.clause)
        }
        look(document.publishedAsWritten, "#/published_as_written", clause(printing: document.publishedAsWritten, document))
        for clause in document.clauses { look(clause.text, subject.pointer(of: clause.id), clause.id) }
        return findings
    }

    /// The clause that prints the date of the document's head; the first one where none does.
    private static func clause(printing date: String, _ document: AgreementDocument) -> String? {
        let printing = document.clauses.first { clause in
            PrintedDate.all(in: Word.words(of: date)).contains { clause.text.contains($0.text) }
        }
        return (printing ?? document.clauses.first)?.id
    }

    private static func finding(
        _ date: PrintedDate, _ pointer: String, _ clause: String?, _ subject: LintSubject
    ) -> LintFinding? {
        let published = subject.document.published
        switch (date.dayFirst, date.monthFirst) {
        case (nil, nil):
            return finding(
                .impossibleDate, .error, date, pointer, clause, "\(date.text) is no date: there is no such day.",
                choice: "The day that is meant is \(published), when the agreement was published.",
                alternative: "None; the printed \(date.text) is no date.",
                why: "The document is dated \(published).", subject)
        case (let day?, let other?) where day != other:
            let (chosen, rejected) = published == other ? (other, day) : (day, other)
            return finding(
                .ambiguousDate, .warning, date, pointer, clause,
                "\(date.text) is \(day) where the day comes first, and \(other) where the month does.",
                choice: "The printed date \(date.text) is \(chosen).", alternative: "It is \(rejected).",
                why: "The document is dated \(published); nothing in it says whether the day or the month comes first.", subject)
        default: return nil
        }
    }

    private static func finding(
        _ code: LintCode, _ severity: LintFinding.Severity, _ date: PrintedDate, _ pointer: String, _ clause: String?,
        _ sentence: String, choice: String, alternative: String, why: String, _ subject: LintSubject
    ) -> LintFinding {
        let proposal = clause.map { ProposedInterpretation(clause: $0, choice: choice, alternative: alternative, why: why) }
        return subject.finding(
            code, severity, at: pointer, clause: clause, sentence, proposal: proposal, topics: [date.text, "date"])
    }
}
