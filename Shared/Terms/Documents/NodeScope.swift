/// A list or map on the way from the root to what is being read: gives pointers, and knows which keys were asked for.
final class NodeScope {
    enum Step {
        case root
        case key(String)
        case index(Int)
    }

    let step: Step
    let parent: NodeScope?
    let place: Node.Place?
    let members: [Node.Member]
    var asked: [Bool]
    var isOpen = false

    /// Nil for anything that has no inside.
    init?(_ node: Node?, step: Step, parent: NodeScope?) {
        switch node?.value {
        case .map(let members):
            self.members = members
            asked = Array(repeating: false, count: members.count)
        case .list:
            members = []
            asked = []
        default: return nil
        }
        self.step = step
        self.parent = parent
        place = node?.place
    }

    /// The JSON pointer, as a URI fragment, of a step inside `parent`.
    static func pointer(_ step: Step, in parent: NodeScope?) -> String {
        var steps = [step]
        var scope = parent
        while let next = scope {
            steps.append(next.step)
            scope = next.parent
        }
        return steps.reversed().reduce(into: "") { text, step in
            switch step {
            case .root: text += "#"
            case .index(let index): text += "/\(index)"
            case .key(let key): text += "/" + escaped(key)
            }
        }
    }

    private static func escaped(_ key: String) -> String {
        String(key.prefix(keyLengthShown)).replacing("~", with: "~0").replacing("/", with: "~1")
    }

    /// A hostile key may be long; this much of it is enough to find it.
    private static let keyLengthShown = 64
}

/// The problems of one reading.
final class NodeReport {
    private var problems: [NodeProblem] = []
    private var opened: [NodeScope] = []

    func open(_ scope: NodeScope) {
        guard !scope.isOpen else { return }
        scope.isOpen = true
        opened.append(scope)
    }

    func note(_ problem: NodeProblem) {
        guard problems.count < NodeProblems.maximum, !problems.contains(problem) else { return }
        problems.append(problem)
    }

    /// What was noted, and the keys that nobody asked for, in the order of the document where places are known.
    func finished() -> [NodeProblem] {
        for scope in opened {
            for (member, asked) in zip(scope.members, scope.asked) where !asked {
                let pointer = NodeScope.pointer(.key(member.key), in: scope)
                note(NodeProblem(pointer: pointer, place: member.node.place, detail: "is not known here"))
            }
        }
        return problems.enumerated().sorted { left, right in
            guard let a = left.element.place, let b = right.element.place else { return left.offset < right.offset }
            return (a.line, a.column, left.offset) < (b.line, b.column, right.offset)
        }.map(\.element)
    }
}
