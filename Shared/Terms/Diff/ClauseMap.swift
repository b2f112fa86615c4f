/// Which clause of the old edition is which of the new, whatever they are numbered: by id, then by text, then by heading.
struct ClauseMap {
    private let newIDs: [String: String]

    init(_ old: AgreementDocument, _ new: AgreementDocument) {
        var newIDs: [String: String] = [:]
        var open = new.clauses
        for key in [\Clause.id, \Clause.text, \Clause.heading] {
            var places = Dictionary(grouping: open.indices) { open[$0][keyPath: key] }
            var taken: Set<Int> = []
            for clause in old.clauses where newIDs[clause.id] == nil {
                guard let place = places[clause[keyPath: key]]?.first else { continue }
                places[clause[keyPath: key]]?.removeFirst()
                newIDs[clause.id] = open[place].id
                taken.insert(place)
            }
            open = open.indices.filter { !taken.contains($0) }.map { open[$0] }
        }
        self.newIDs = newIDs
    }

    /// The id in the new edition of a clause of the old; nil where it has gone.
    subscript(old: String) -> String? {
        newIDs[old]
    }

    /// Whether two elements cite the same clause.
    func isSame(_ old: String, _ new: String) -> Bool {
        newIDs[old] == new
    }

    /// Whether a clause of the new edition was in the old.
    func isKept(new: String) -> Bool {
        newIDs.values.contains(new)
    }
}
