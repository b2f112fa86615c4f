/// Claims that lapse before the window closes: nobody can know by then whether the commitment was missed.
enum DeadlineRule: LintRule {
    static func findings(in subject: LintSubject) -> [LintFinding] {
        let document = subject.document
        return document.remedies.enumerated().compactMap { index, remedy in
            guard let claim = remedy.claim, claim.from == .lastOutageEnd,
                let commitment = document.commitments.filter({ $0.remedy == remedy.id }).max(by: { days($0) < days($1) }),
                claim.withinDays < days(commitment)
            else { return nil }
            let window = PrintedWindow(commitment.window).text
            return subject.finding(
                .earlyDeadline, .warning, at: "#/remedies/\(index)/claim/deadline", clause: claim.deadlineClause,
                "A claim lapses \(claim.withinDays) days after the outage; for one early in a \(window) that is before it closes.",
                proposal: ProposedInterpretation(
                    clause: claim.deadlineClause,
                    choice:
                        "A claim may be made before the window closes, and waits for its end; the \(claim.withinDays) days run "
                        + "from the end of the last outage that counts.",
                    alternative: "The \(claim.withinDays) days run from the end of the window.",
                    why: "Otherwise the right would lapse before anybody can know of it."),
                topics: ["\(claim.withinDays) days", "deadline", "lapse", "run from"])
        }
    }

    /// The days of the longest such window.
    private static func days(_ commitment: AvailabilityCommitment) -> Int {
        switch commitment.window {
        case .month, .planMonth: 31
        case .quarter, .fiscalQuarter: 92
        case .year: 366
        case .rolling(let days), .rollingDaily(let days): days
        }
    }
}
