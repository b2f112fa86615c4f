/// An event of availability, ticketing or claims in words.
struct ReportTemplate: Template, Equatable {
    let report: EventReport
    let tenant: String

    func english(for reader: Reader) -> Words {
        words(report.happening.english, "Reference", report.facts.map { "\($0.english): \($0.value)" })
    }

    func dutch(for reader: Reader) -> Words {
        words(report.happening.dutch, "Kenmerk", report.facts.map { "\($0.dutch): \($0.value)" })
    }

    private func words(_ happening: String, _ reference: String, _ facts: [String]) -> Words {
        let lines = ["\(tenant): \(happening)", "", report.title] + facts + ["", "\(reference): \(report.reference)"]
        return Words(subject: "\(happening): \(report.title)", text: lines.joined(separator: "\n"))
    }
}
