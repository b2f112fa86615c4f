/// Reads typed values out of a node tree, and notes everything that is wrong with it, instead of stopping at the first.
///
/// A reader never fails midway: what is missing or mistyped reads as a stand-in (an empty string, the first choice), and
/// the problem is noted. `finish`, or `Node.read`, throws all of them before anyone can use a stand-in. Keys that nobody
/// asked for are problems too, in every object that was opened.
///
///     let service = try node.read { body in
///         NewService(key: body["key"].key(), name: body["name"].text(),
///                    note: body.ifPresent("note") { $0.prose() },
///                    components: body["components"].list(1...50) { Component(key: $0["key"].key()) })
///     }
///
/// Reading is for one task at a time: a reader is not `Sendable`.
public struct NodeReader {
    /// The node to read; nil when it is absent, or stands for something that could not be read.
    public let node: Node?
    let step: NodeScope.Step
    let parent: NodeScope?
    let report: NodeReport
    /// Under something that is missing or mistyped itself: nothing more is noted.
    let isStandIn: Bool
    let scope: NodeScope?

    /// A reader of a whole document.
    public init(_ node: Node) {
        self.init(node, step: .root, parent: nil, report: NodeReport())
    }

    init(_ node: Node?, step: NodeScope.Step, parent: NodeScope?, report: NodeReport, isStandIn: Bool = false) {
        self.node = node
        self.step = step
        self.parent = parent
        self.report = report
        self.isStandIn = isStandIn
        scope = isStandIn ? nil : NodeScope(node, step: step, parent: parent)
    }

    /// The member of that name, which is required: reading an absent one notes a problem.
    public subscript(key: String) -> NodeReader {
        guard let scope, case .map(let members) = node?.value else {
            complain(expected: "an object")
            return standIn(.key(key))
        }
        report.open(scope)
        let index = members.firstIndex { $0.key == key }
        if let index { scope.asked[index] = true }
        return NodeReader(index.map { members[$0].node }, step: .key(key), parent: scope, report: report)
    }

    /// Reads the member of that name; nil when it is absent or null.
    public func ifPresent<Result>(_ key: String, _ read: (NodeReader) -> Result) -> Result? {
        let member = self[key]
        guard let node = member.node, !member.isStandIn else { return nil }
        if case .null = node.value { return nil }
        return read(member)
    }

    /// Whether there is a member of that name that is not null. Asking counts as knowing the key.
    public func has(_ key: String) -> Bool {
        ifPresent(key) { _ in true } ?? false
    }

    /// Reads an object. For values that are members of members.
    public func object<Result>(_ read: (NodeReader) -> Result) -> Result {
        guard case .map = node?.value, !isStandIn else {
            complain(expected: "an object")
            return read(standIn(step))
        }
        if let scope { report.open(scope) }
        return read(self)
    }

    /// Reads a list with so many elements. One that is too long is not read at all.
    public func list<Element>(_ count: ClosedRange<Int> = 0...100, _ read: (NodeReader) -> Element) -> [Element] {
        guard case .list(let nodes) = node?.value, !isStandIn else {
            complain(expected: "a list")
            return []
        }
        guard count.contains(nodes.count) else {
            fail("must have \(Self.counted(count)), has \(nodes.count)")
            return []
        }
        return nodes.enumerated().map { index, node in
            read(NodeReader(node, step: .index(index), parent: scope, report: report))
        }
    }

    /// Notes a problem with the node that this reader is at.
    public func fail(_ detail: String) {
        guard !isStandIn else { return }
        let place = node?.place ?? parent?.place
        report.note(NodeProblem(pointer: pointer, place: place, detail: detail))
    }

    /// Notes a problem with a member, without asking for it: to be used where somebody else reads the object.
    public func fail(_ detail: String, at key: String) {
        guard !isStandIn, let scope else { return }
        report.note(NodeProblem(pointer: NodeScope.pointer(.key(key), in: scope), place: node?[key]?.place, detail: detail))
    }

    /// - Throws: everything that was noted, and every key that nobody asked for, in the order of the document.
    public func finish() throws(NodeProblems) {
        let problems = report.finished()
        if !problems.isEmpty { throw NodeProblems(problems) }
    }

    /// Where this reader is in the document, as a JSON pointer: `#/components/0`.
    public var pointer: String { NodeScope.pointer(step, in: parent) }

    /// Notes that something else was expected here, or anything at all.
    func complain(expected: String) {
        if let node { fail("must be \(expected), is \(node.kindName)") } else { fail("is required") }
    }

    private func standIn(_ step: NodeScope.Step) -> NodeReader {
        NodeReader(nil, step: step, parent: nil, report: report, isStandIn: true)
    }

    private static func counted(_ count: ClosedRange<Int>) -> String {
        if count.lowerBound == count.upperBound { return "exactly \(count.lowerBound) elements" }
        return count.lowerBound == 0
            ? "at most \(count.upperBound) elements" : "\(count.lowerBound) to \(count.upperBound) elements"
    }
}

extension Node {
    /// Reads the whole document.
    ///
    /// - Throws: everything that is wrong with it, at once.
    public func read<Result>(_ body: (NodeReader) -> Result) throws(NodeProblems) -> Result {
        let reader = NodeReader(self)
        let result = body(reader)
        try reader.finish()
        return result
    }
}
