extension Term {
    /// The positions of the elements around it in both editions, outermost first: of the second target of the first level of
    /// support, 0 and 1.
    var places: (old: [Int], new: [Int]) {
        (Self.numbers(from), Self.numbers(to))
    }

    private static func numbers(_ pointer: String) -> [Int] {
        pointer.split(separator: "/").compactMap { Int($0) }
    }

    /// The element of a list of the old edition, and of the new, that it belongs to; nil where either has none.
    func elements<Element>(_ walk: DiffWalk, _ list: KeyPath<AgreementDocument, [Element]>) -> (old: Element, new: Element)? {
        guard let oldIndex = places.old.first, let newIndex = places.new.first,
            walk.old[keyPath: list].indices.contains(oldIndex), walk.new[keyPath: list].indices.contains(newIndex)
        else { return nil }
        return (walk.old[keyPath: list][oldIndex], walk.new[keyPath: list][newIndex])
    }
}
