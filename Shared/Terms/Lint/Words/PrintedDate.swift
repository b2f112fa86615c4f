/// A date in digits as a text prints it: `02.11.2022`, `17/111/2025`.
struct PrintedDate: Hashable {
    /// As it is printed.
    let text: String
    let first: Int
    let second: Int
    let year: Int

    /// The day, where the first number is the day of the month.
    var dayFirst: LocalDate? { LocalDate(year: year, month: second, day: first) }

    /// The day, where the first number is the month.
    var monthFirst: LocalDate? { LocalDate(year: year, month: first, day: second) }

    /// The dates of a text. Dates that begin with the year are no question, unless they do not exist.
    static func all(in words: [Word]) -> [PrintedDate] {
        words.indices.compactMap { index in
            guard index + 4 < words.count else { return nil }
            let parts = Array(words[index...index + 4])
            let separator = parts[1].text
            guard [".", "/", "-"].contains(separator), parts[3].text == separator, parts[1...].allSatisfy(\.isAttached),
                index == 0 || !isJoined(words[index - 1], to: parts[0]),
                let one = parts[0].whole, let two = parts[2].whole, let three = parts[4].whole
            else { return nil }
            return date(parts, one, two, three)
        }
    }

    private static func date(_ parts: [Word], _ one: Int, _ two: Int, _ three: Int) -> PrintedDate? {
        let text = parts.map(\.text).joined()
        if parts[4].text.utf8.count == 4 { return PrintedDate(text: text, first: one, second: two, year: three) }
        guard parts[0].text.utf8.count == 4, LocalDate(year: one, month: two, day: three) == nil else { return nil }
        // Year first, and no such day: in either order of the other two it must be refused.
        return PrintedDate(text: text, first: 0, second: 0, year: one)
    }

    /// Whether a word belongs to the number after it: `192.168.10.2022` is no date.
    private static func isJoined(_ before: Word, to number: Word) -> Bool {
        number.isAttached && (before.kind == .number || [".", "/", "-"].contains(before.text))
    }
}
