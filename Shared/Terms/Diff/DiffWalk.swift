/// Walks through two editions side by side, and notes what differs.
struct DiffWalk {
    let old: AgreementDocument
    let new: AgreementDocument
    let clauses: ClauseMap
    /// Which remedy of the old edition is which of the new.
    let remedies: [String: String]
    private(set) var changes: [AgreementChange] = []

    init(_ old: AgreementDocument, _ new: AgreementDocument) {
        self.old = old
        self.new = new
        clauses = ClauseMap(old, new)
        remedies = Self.matchedRemedies(old, new, ElementMatching(clauses: clauses))
    }

    private static func matchedRemedies(
        _ old: AgreementDocument, _ new: AgreementDocument, _ matching: ElementMatching
    ) -> [String: String] {
        guard case .elements(let rule)? = TermRule.of("remedies")?.judge else { return [:] }
        let pairs = matching.pairs(old.node["remedies"].elements, new.node["remedies"].elements, passes: rule.passes)
        return pairs.reduce(into: [:]) { ids, pair in
            guard let oldIndex = pair.old, let newIndex = pair.new else { return }
            ids[old.remedies[oldIndex].id] = new.remedies[newIndex].id
        }
    }

    /// Compares a part of both editions; nil where one does not have it.
    mutating func compare(_ old: Node?, _ new: Node?, at term: Term) {
        let (old, new) = (old.orNil, new.orNil)
        guard old != new else { return }
        if let key = term.path.split(separator: ".").last, String(key).isClauseKey {
            citation(old, new, term)
            return
        }
        guard let rule = TermRule.of(term.path) else {
            unruled(old, new, term)
            return
        }
        switch rule.judge {
        case .wording: note(.same, old, new, term, rule)
        case .elements(let elements): compare(old.elements, new.elements, elements, term, rule)
        case .object(let added): object(old, new, added, term, rule)
        case .members: members(old, new, term)
        default: note(judge(rule, old, new, term), old, new, term, rule)
        }
    }

    /// Parts that nothing says anything about: their members are looked at, and what is left depends.
    private mutating func unruled(_ old: Node?, _ new: Node?, _ term: Term) {
        if case .map? = old?.value, case .map? = new?.value {
            members(old, new, term)
        } else {
            note(.unclear, old, new, term, nil)
        }
    }

    private mutating func object(_ old: Node?, _ new: Node?, _ added: Effect, _ term: Term, _ rule: TermRule) {
        switch (old, new) {
        case (nil, _): note(added, old, new, term, rule)
        case (_, nil): note(added.reversed, old, new, term, rule)
        default: members(old, new, term)
        }
    }

    private mutating func members(_ old: Node?, _ new: Node?, _ term: Term) {
        let newKeys = new.memberKeys
        let keys = newKeys + old.memberKeys.filter { !newKeys.contains($0) }
        for key in keys { compare(old?[key], new?[key], at: term.member(key, old, new)) }
    }

    private mutating func compare(
        _ old: [Node], _ new: [Node], _ elements: TermRule.ElementRule, _ term: Term, _ rule: TermRule
    ) {
        for pair in ElementMatching(clauses: clauses).pairs(old, new, passes: elements.passes) {
            let (before, after) = (pair.old.map { old[$0] }, pair.new.map { new[$0] })
            let element = term.element(pair.old, pair.new, before, after)
            switch (before, after) {
            case (let before?, let after?):
                if let whole = TermRule.of("\(term.path).*") {
                    if before != after { note(judge(whole, before, after, element), before, after, element, whole) }
                } else {
                    members(before, after, element)
                }
            case (nil, let after?): note(presence(after, elements.added, term, isOld: false), nil, after, element, rule)
            case (let before?, nil):
                note(presence(before, elements.added, term, isOld: true).reversed, before, nil, element, rule)
            case (nil, nil): break
            }
        }
    }

    /// What an element does that only one edition has, seen from the edition without it.
    private func presence(_ element: Node, _ added: TermRule.ElementRule.Added, _ term: Term, isOld: Bool) -> Effect {
        switch added {
        case .effect(let effect): return effect
        case .by(let compare): return compare(self, element, term)
        case .changeRule:
            let days = element["notice_days"]?.decimal ?? .zero
            return element["change"]?.plainText == ChangeRule.Change.improvement.rawValue || days == .zero ? .same : .better
        case .declaration:
            // Where the clause stands in the other edition too, it is used for something else there.
            let clause = element.clauseText ?? ""
            return (isOld ? clauses[clause] != nil : clauses.isKept(new: clause)) ? .same : .better
        }
    }

    private mutating func citation(_ old: Node?, _ new: Node?, _ term: Term) {
        if let before = old?.plainText, let after = new?.plainText, clauses.isSame(before, after) { return }
        note(.same, old, new, term, nil)
    }

    private mutating func note(_ effect: Effect, _ old: Node?, _ new: Node?, _ term: Term, _ rule: TermRule?) {
        let oldClause = old?.clauseText ?? term.oldClause
        let newClause = new?.clauseText ?? term.newClause
        var cited = newClause.map { [$0] } ?? []
        if let oldClause, clauses[oldClause] == nil || newClause == nil, !cited.contains(oldClause) { cited.append(oldClause) }
        if term.path.hasPrefix("clauses"), let id = (term.parents.new ?? term.parents.old)?["id"]?.plainText { cited = [id] }
        changes.append(
            AgreementChange(
                kind: effect.kind, title: term.title, clauses: cited, from: old == nil ? nil : term.from,
                to: new == nil ? nil : term.to, before: old?.inWords, after: new?.inWords, why: why(effect, rule)))
    }

    private func why(_ effect: Effect, _ rule: TermRule?) -> String {
        switch effect {
        case .better where rule?.better.isEmpty == false: rule?.better ?? ""
        case .worse where rule?.worse.isEmpty == false: rule?.worse ?? ""
        case .better: "It is better for the customer."
        case .worse: "It is worse for the customer."
        case .same: "Nothing that is promised changes."
        case .unclear where rule?.unclear.isEmpty == false: "\(rule?.unclear ?? "") It is treated as a reduction."
        case .unclear: "It may be better or worse for the customer, and is treated as a reduction."
        }
    }
}

extension Node? {
    /// Null says as much as nothing at all.
    fileprivate var orNil: Node? {
        if case .null? = self?.value { nil } else { self }
    }

    /// The elements of a list; none where there is no list.
    var elements: [Node] {
        if case .list(let nodes)? = self?.value { nodes } else { [] }
    }

    /// The names of an object's members.
    fileprivate var memberKeys: [String] {
        if case .map(let members)? = self?.value { members.map(\.key) } else { [] }
    }
}
