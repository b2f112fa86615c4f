/// A range of availabilities as a table of credits prints it: `99.0% - 99.9%`, `Below 95.0%`.
struct PrintedRange: Hashable {
    /// nil for everything down to nothing.
    let lower: PrintedPercent?
    let upper: PrintedPercent
    /// Whether the upper bound itself lies in it.
    let includesUpper: Bool
    /// The credit that follows in the same line, as it is printed.
    let credit: String?

    /// As a table prints it.
    var text: String {
        lower.map { "\($0.text)% - \(upper.text)%" } ?? "below \(upper.text)%"
    }

    /// Whether an availability lies in it.
    func contains(_ value: Percent) -> Bool {
        (lower.map { $0.value <= value } ?? true) && (includesUpper ? value <= upper.value : value < upper.value)
    }

    /// The ranges of a text, from the highest availability down.
    static func all(in words: [Word]) -> [PrintedRange] {
        let lines = words.split { $0.kind == .lineEnd }
        return lines.flatMap { ranges(inLine: Array($0)) }.sorted { $0.upper.value > $1.upper.value }
    }

    private static func ranges(inLine words: [Word]) -> [PrintedRange] {
        let percents = PrintedPercent.all(in: words)
        var ranges: [PrintedRange] = []
        var index = 0
        while index < percents.count {
            let percent = percents[index]
            let next = index + 1 < percents.count ? percents[index + 1] : nil
            let after = index + 2 < percents.count ? percents[index + 2] : nil
            if let next, let includesUpper = span(Array(words[percent.words.upperBound..<next.words.lowerBound])),
                percent.value < next.value
            {
                ranges.append(PrintedRange(lower: percent, upper: next, includesUpper: includesUpper, credit: after?.text))
                index += 3
            } else if let includesUpper = bound(Array(words[..<percent.words.lowerBound].suffix(3))) {
                ranges.append(PrintedRange(lower: nil, upper: percent, includesUpper: includesUpper, credit: next?.text))
                index += 2
            } else {
                index += 1
            }
        }
        return ranges
    }

    /// What the words between two percentages make of them: nil for no range, else whether it includes the upper one.
    private static func span(_ between: [Word]) -> Bool? {
        guard between.count <= wordsBetweenMaximum else { return nil }
        if between.count == 1, between[0].isOne(of: ["-", "to", "through", "until", "and"]) { return true }
        let texts = between.map(\.text)
        if texts.contains("<") { return false }
        guard texts.contains("but") || texts.contains("and") || texts.contains("to") else { return nil }
        if texts.contains("not") || texts.contains("less") || texts.contains("below") || texts.contains("under") { return false }
        return nil
    }

    /// What the words before a percentage make of it: nil for no bound, else whether the bound itself lies below.
    private static func bound(_ before: [Word]) -> Bool? {
        guard let last = before.last else { return nil }
        if last.isOne(of: ["below", "under", "<"]) { return false }
        if last.isOne(of: ["≤"]) { return true }
        let isThan = last.text == "than" && before.dropLast().last?.isOne(of: ["less", "lower"]) ?? false
        return isThan ? false : nil
    }

    /// `but strictly less than or not equal to`: more words than that are a sentence, not a range.
    private static let wordsBetweenMaximum = 8
}
