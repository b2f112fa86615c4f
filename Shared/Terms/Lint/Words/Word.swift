/// A piece of a clause's text: a word, a number, or a sign.
struct Word: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case word
        /// Digits, with a decimal point or comma where it has one.
        case number
        case sign
        case lineEnd
    }

    let kind: Kind
    /// Words in lower case; signs with all dashes as `-`; numbers as they are printed.
    let text: String
    /// Whether it follows the one before without a space.
    let isAttached: Bool

    /// Whether it is one of these words or signs.
    func isOne(of texts: Set<String>) -> Bool {
        kind != .number && texts.contains(text)
    }

    /// Its value, when it is a number that a percentage can be.
    var percent: Percent? {
        kind == .number ? Percent(text.replacing(",", with: ".")) : nil
    }

    /// Its value, when it is a whole number of at most nine digits.
    var whole: Int? {
        kind == .number && text.utf8.count <= 9 ? Int(text) : nil
    }

    /// Small numbers that are written out.
    static let numerals = [
        "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
        "twelve": 12,
        "fourteen": 14, "fifteen": 15, "thirty": 30, "sixty": 60, "ninety": 90,
    ]
}
