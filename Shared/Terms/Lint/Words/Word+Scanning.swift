extension Word {
    /// The pieces of a text. A number keeps one decimal point or comma; in `02.11.2022` the points are signs.
    static func words(of text: String) -> [Word] {
        var scanner = WordScanner(text)
        return scanner.all()
    }
}

private struct WordScanner {
    private let characters: [Character]
    private var index = 0
    private var isAttached = false
    private var words: [Word] = []

    init(_ text: String) {
        characters = Array(text)
    }

    mutating func all() -> [Word] {
        while index < characters.count {
            let character = characters[index]
            if character.isNewline {
                add(.lineEnd, "\n", to: index + 1)
            } else if character.isWhitespace {
                index += 1
                isAttached = false
            } else if character.isASCIIDigit {
                let end = numberEnd()
                add(.number, String(characters[index..<end]), to: end)
            } else if character.isLetter {
                let end = end(from: index) { $0.isLetter }
                add(.word, String(characters[index..<end]).lowercased(), to: end)
            } else {
                add(.sign, Self.dashes.contains(character) ? "-" : String(character), to: index + 1)
            }
        }
        return words
    }

    private mutating func add(_ kind: Word.Kind, _ text: String, to end: Int) {
        words.append(Word(kind: kind, text: text, isAttached: isAttached))
        index = end
        isAttached = kind != .lineEnd
    }

    private func end(from start: Int, while belongs: (Character) -> Bool) -> Int {
        characters[start...].firstIndex { !belongs($0) } ?? characters.count
    }

    /// Where the number ends that begins here: with its decimals, unless more points follow, as in a date.
    private func numberEnd() -> Int {
        let whole = end(from: index) { $0.isASCIIDigit }
        guard let decimals = decimalsEnd(after: whole), decimalsEnd(after: decimals) == nil else { return whole }
        // The last part of a date is no number with decimals either: 02.11|.2022 after `02.`.
        let followsPoint = index >= 2 && Self.points.contains(characters[index - 1]) && characters[index - 2].isASCIIDigit
        return followsPoint ? whole : decimals
    }

    private func decimalsEnd(after end: Int) -> Int? {
        guard end + 1 < characters.count, Self.points.contains(characters[end]), characters[end + 1].isASCIIDigit else {
            return nil
        }
        return self.end(from: end + 1) { $0.isASCIIDigit }
    }

    private static let points: Set<Character> = [".", ","]
    private static let dashes: Set<Character> = ["-", "–", "—", "−", "‐", "‑"]
}

extension Character {
    fileprivate var isASCIIDigit: Bool {
        isASCII && isWholeNumber
    }
}
