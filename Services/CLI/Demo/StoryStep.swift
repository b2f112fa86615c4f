import Contracts
import Hosting
import Terms

/// A step of a tenant's story, as its file tells it: one request through the public API, what its answer must say, and what later
/// steps call what it made.
struct StoryStep: Sendable {
    /// Its name; other steps name by it what it made.
    let name: String
    /// What it does, for people.
    let title: String
    /// Whose key it takes.
    let role: Role
    let method: String
    let path: String
    let body: Node?
    /// The media type of a body that is no JSON.
    let type: String?
    /// What the answer must say, member by member, by their paths: until it does, the request is made again.
    let expect: [Node.Member]
    /// What is kept of the answer, by the names that later steps use: paths into it.
    let keep: [Node.Member]
    /// The clauses that the answer must cite.
    let clauses: [String]
    /// How long after the end of last month it can be taken: two days after it, statements settle.
    let after: TimeSpan?

    private static let methods = ["get", "post", "put"]

    /// Reads a step.
    init(_ node: Node) throws {
        guard let name = node.text(at: "name"), let role = Role(rawValue: node.text(at: "as") ?? "admin"),
            let method = Self.methods.first(where: { node[$0] != nil }), let path = node.text(at: method)
        else { throw HostingError(.statement, "This is no step of a story: \(node.json)") }
        self.name = name
        self.role = role
        self.path = path
        self.method = method.uppercased()
        title = node.text(at: "title") ?? name
        body = node["body"]
        type = node.text(at: "type")
        expect = node.entries(at: "expect")
        let named = node.entries(at: "keep")
        keep = named.isEmpty ? [Node.Member(name, Node(.string("id")))] : named
        clauses = node.list(at: "clauses").compactMap { if case .string(let text) = $0.value { text } else { nil } }
        after = node.text(at: "after").flatMap { TimeSpan($0) }
    }

    /// The steps of a story.
    static func all(in story: Node) throws -> [StoryStep] { try story.list(at: "steps").map { try StoryStep($0) } }

    /// Whether an answer is the one that is wanted.
    func accepts(_ answer: APIClient.Answer, _ names: StoryNames) -> Bool {
        guard answer.isSuccess else { return false }
        let document = answer.document
        let isAsExpected = expect.allSatisfy { member in
            document.text(at: member.key) == names.fill(member.node)?.text(at: "")
        }
        return isAsExpected && Set(clauses).isSubset(of: document.citedClauses)
    }
}

extension Node {
    /// Every clause that an answer cites, wherever in it.
    var citedClauses: Set<String> {
        switch value {
        case .list(let items): return items.reduce(into: []) { $0.formUnion($1.citedClauses) }
        case .map(let members):
            return members.reduce(into: []) { all, member in
                if member.key == "clause", case .string(let text) = member.node.value { all.insert(text) }
                if member.key == "clauses", case .list(let items) = member.node.value {
                    all.formUnion(items.compactMap { if case .string(let text) = $0.value { text } else { nil } })
                }
                all.formUnion(member.node.citedClauses)
            }
        case .null, .bool, .number, .string: return []
        }
    }
}
