/// Windows and dates in a zone that neither the source nor an interpretation names.
enum ZoneRule: LintRule {
    static func findings(in subject: LintSubject) -> [LintFinding] {
        let document = subject.document
        let isStated = document.clauses.contains { names(subject.words(of: $0.id), zone: document.zone, text: $0.text) }
        let zone = document.zone.name
        let deciding = document.interpretations.first { $0.mentions("zone") || $0.mentions(zone) }
        guard !isStated, let clause = deciding?.clause ?? document.commitments.first?.windowClause ?? document.clauses.first?.id
        else { return [] }
        return [
            subject.finding(
                .missingZone, .note, at: "#/time_zone", clause: clause,
                "The source names no time zone; windows and dates are those of \(zone).",
                proposal: ProposedInterpretation(
                    clause: clause, choice: "Windows and dates begin and end at midnight in \(zone).",
                    alternative: "In UTC, or in the customer's time zone.", why: "The source names no zone, and one must decide."),
                topics: ["zone", zone])
        ]
    }

    private static func names(_ words: [Word], zone: Zone, text: String) -> Bool {
        if text.contains(zone.name) { return true }
        return words.indices.contains { index in
            if abbreviations.contains(words[index].text) { return true }
            guard words[index].text == "time" else { return false }
            // "Central European (Summer) Time", "Pacific Standard Time", "Amsterdam time"
            let city = zone.name.split(separator: "/").last.map { $0.lowercased() } ?? ""
            return words[max(0, index - wordsBefore)..<index].contains { $0.isOne(of: regions) || $0.text == city }
        }
    }

    /// `European (Summer) Time`: the brackets are words too.
    private static let wordsBefore = 5
    private static let regions: Set<String> = ["european", "pacific", "eastern", "mountain", "universal", "greenwich", "indian"]
    private static let abbreviations: Set<String> = [
        "utc", "gmt", "pkt", "cet", "cest", "eet", "eest", "wet", "bst", "edt", "pst", "pdt", "mst", "mdt", "cdt", "jst", "aest",
        "aedt", "sgt", "hkt", "msk",
    ]
}
