import Chassis
import Contracts

extension QueryReader {
    /// A word that a list is narrowed to: a key, an id, or an e-mail address.
    ///
    /// - Throws: 400 when it is none of them.
    func word(_ name: String) throws(Problem) -> String? {
        guard let text = text(name) else { return nil }
        guard Bounds.isWord(text) else {
            throw .badQuery(name, "must be 1 to \(Bounds.word) letters, digits and any of . _ - @ +")
        }
        return text
    }
}
