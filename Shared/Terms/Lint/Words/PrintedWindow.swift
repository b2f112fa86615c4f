/// A measuring window as a text names it.
enum PrintedWindow: Hashable, Comparable {
    /// A stretch of so many days up to now: `the last 180 days`.
    case days(Int)
    case month
    /// `six months`, `three months`.
    case months(Int)
    case quarter
    case year

    /// For messages.
    var text: String {
        switch self {
        case .days(let count): "the last \(count) days"
        case .month: "month"
        case .months(let count): "\(count) months"
        case .quarter: "quarter"
        case .year: "year"
        }
    }

    /// The window of a commitment.
    init(_ kind: WindowKind) {
        switch kind {
        case .month, .planMonth: self = .month
        case .quarter, .fiscalQuarter: self = .quarter
        case .year: self = .year
        case .rolling(let days), .rollingDaily(let days): self = .days(days)
        }
    }

    /// The windows that a text names.
    static func all(in words: [Word]) -> Set<PrintedWindow> {
        Set(words.indices.compactMap { window(at: $0, in: words) })
    }

    private static func window(at index: Int, in words: [Word]) -> PrintedWindow? {
        let word = words[index]
        if word.isOne(of: ["month", "monthly"]) { return isCount(before: index, in: words) ? nil : .month }
        if word.isOne(of: ["quarter", "quarterly"]) { return .quarter }
        if word.isOne(of: ["year", "yearly", "annual", "annually"]) { return isCount(before: index, in: words) ? nil : .year }
        guard let count = word.whole ?? Word.numerals[word.text], index + 1 < words.count else { return nil }
        if words[index + 1].text == "months" { return .months(count) }
        let isTrailing =
            index > 0 && words[index - 1].isOne(of: ["last", "past", "previous", "preceding", "trailing", "rolling"])
        return words[index + 1].isOne(of: ["days", "day"]) && isTrailing ? .days(count) : nil
    }

    /// `30-day month`, `12-month`: the month there is an example or a length, and no window.
    private static func isCount(before index: Int, in words: [Word]) -> Bool {
        guard index > 0 else { return false }
        return words[index - 1].isOne(of: ["day", "-"])
    }
}
