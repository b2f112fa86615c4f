/// A percentage that a text prints.
struct PrintedPercent: Hashable {
    let value: Percent
    /// As it is printed: `99.0`.
    let text: String
    /// The words that it takes up.
    let words: Range<Int>

    /// The percentages of a text, in its order.
    static func all(in words: [Word]) -> [PrintedPercent] {
        words.indices.compactMap { index in
            guard let value = words[index].percent, let end = end(after: index, in: words) else { return nil }
            return PrintedPercent(value: value, text: words[index].text.replacing(",", with: "."), words: index..<end)
        }
    }

    /// Where a percentage ends whose number stands at `index`; nil when it is none. In `99.0 - 99.9%` the first is one too.
    private static func end(after index: Int, in words: [Word]) -> Int? {
        let next = index + 1
        if let end = signEnd(at: next, in: words) { return end }
        guard next + 1 < words.count, words[next].isOne(of: ["-", "to"]), words[next + 1].percent != nil,
            signEnd(at: next + 2, in: words) != nil
        else { return nil }
        return next
    }

    private static func signEnd(at index: Int, in words: [Word]) -> Int? {
        guard index < words.count else { return nil }
        if words[index].isOne(of: ["%", "percent"]) { return index + 1 }
        let isPerCent = words[index].text == "per" && index + 1 < words.count && words[index + 1].text == "cent"
        return isPerCent ? index + 2 : nil
    }
}
