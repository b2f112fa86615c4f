/// The terms of a formula that a text prints: `(A-B+C)/A`, with what its letters stand for.
struct PrintedFormula {
    /// What is taken away from the whole.
    private(set) var subtracted: [String] = []
    /// What is given back.
    private(set) var added: [String] = []

    /// The formula of a text: what stands in the first brackets that something is divided after. Nil when there is none.
    init?(_ words: [Word]) {
        guard let brackets = Self.brackets(words) else { return nil }
        let meanings = Self.meanings(words)
        var sign = ""
        var term: [String] = []
        func name() -> String {
            let printed = term.joined(separator: " ")
            return meanings[printed] ?? printed
        }
        for word in words[brackets] + [Word(kind: .sign, text: "+", isAttached: false)] {
            guard word.isOne(of: ["+", "-"]) else {
                term.append(word.text)
                continue
            }
            if sign == "-" { subtracted.append(name()) }
            if sign == "+" { added.append(name()) }
            sign = word.text
            term = []
        }
    }

    private static func brackets(_ words: [Word]) -> Range<Int>? {
        var start: Int?
        for (index, word) in words.enumerated() {
            if word.text == "(" { start = index + 1 }
            guard word.text == ")", let opened = start else { continue }
            let isDivided = index + 1 < words.count && words[index + 1].text == "/"
            if isDivided, words[opened..<index].contains(where: { $0.text == "-" }) { return opened..<index }
            start = nil
        }
        return nil
    }

    /// `B = Scheduled Downtime`: what single letters stand for.
    private static func meanings(_ words: [Word]) -> [String: String] {
        var meanings: [String: String] = [:]
        for index in words.indices.dropLast(2) where words[index].kind == .word && words[index].text.count == 1 {
            guard words[index + 1].text == "=" else { continue }
            let meaning = words[(index + 2)...].prefix { $0.kind == .word }
            if !meaning.isEmpty { meanings[words[index].text] = meaning.map(\.text).joined(separator: " ") }
        }
        return meanings
    }
}
