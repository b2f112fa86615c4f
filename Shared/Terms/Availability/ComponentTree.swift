/// How components make up a service: what must be up for the whole to be up.
///
/// As JSON: `{"component": "api"}`, `{"all": […]}`, `{"any": […]}`, `{"at_least": 2, "of": […]}`.
public indirect enum ComponentTree: Hashable, Sendable {
    /// One measured component, by its key.
    case component(String)
    /// Up while every part is.
    case all([ComponentTree])
    /// Up while at least one part is.
    case any([ComponentTree])
    /// Up while at least so many parts are.
    case atLeast(Int, [ComponentTree])

    /// Levels that a tree may have.
    public static let depthMaximum = 8
    /// Parts that a node may have.
    public static let partsMaximum = 200

    /// The keys of the components in it, each once, in order of appearance.
    public var components: [String] {
        var seen: Set<String> = []
        var keys: [String] = []
        visit { if seen.insert($0).inserted { keys.append($0) } }
        return keys
    }

    private func visit(_ body: (String) -> Void) {
        switch self {
        case .component(let key): body(key)
        case .all(let parts), .any(let parts), .atLeast(_, let parts): parts.forEach { $0.visit(body) }
        }
    }

    /// The condition of the whole, in three values: down when it could not be up even if every unknown part were up,
    /// unknown when it is up only if some unknown part is.
    ///
    /// A component that `conditions` does not name was up.
    public func condition(of conditions: [String: Condition]) -> Condition {
        switch self {
        case .component(let key): conditions[key] ?? .up
        case .all(let parts): Self.condition(needing: parts.count, of: parts, conditions)
        case .any(let parts): Self.condition(needing: 1, of: parts, conditions)
        case .atLeast(let count, let parts): Self.condition(needing: count, of: parts, conditions)
        }
    }

    /// With n parts of which k are needed, the whole is down where more than n − k are down, and not certainly up where
    /// more than n − k are not certainly up.
    private static func condition(needing needed: Int, of parts: [ComponentTree], _ conditions: [String: Condition]) -> Condition
    {
        let parts = parts.map { $0.condition(of: conditions) }
        let fatal = max(1, parts.count - needed + 1)
        let down = IntervalSet.coveredBy(atLeast: fatal, of: parts.map(\.down))
        if parts.allSatisfy(\.unknown.isEmpty) { return Condition(down: down) }
        return Condition(down: down, unknown: IntervalSet.coveredBy(atLeast: fatal, of: parts.map(\.notUp)))
    }
}

extension ComponentTree {
    /// Reads a tree; problems are noted with the reader.
    public init(_ reader: NodeReader) {
        self.init(reader, depth: 1)
    }

    private init(_ reader: NodeReader, depth: Int) {
        guard depth <= Self.depthMaximum else {
            reader.fail("is nested deeper than \(Self.depthMaximum) levels")
            self = .component("")
            return
        }
        self = reader.object { node in
            let parts = { (list: NodeReader) in list.list(1...Self.partsMaximum) { ComponentTree($0, depth: depth + 1) } }
            let forms = ["component", "all", "any", "at_least"].filter { node.has($0) }
            guard forms.count == 1 else {
                if !node.isStandIn { node.fail("must have exactly one of: component, all, any, at_least") }
                return .component("")
            }
            switch forms[0] {
            case "component": return .component(node["component"].key())
            case "all": return .all(parts(node["all"]))
            case "any": return .any(parts(node["any"]))
            default:
                let of = parts(node["of"])
                return .atLeast(Int(node["at_least"].integer(1...Int64(max(1, of.count)))), of)
            }
        }
    }

    /// The tree as a document.
    public var node: Node {
        let list = { (parts: [ComponentTree]) in Node(.list(parts.map(\.node))) }
        switch self {
        case .component(let key): return Node(.map([.init("component", Node(.string(key)))]))
        case .all(let parts): return Node(.map([.init("all", list(parts))]))
        case .any(let parts): return Node(.map([.init("any", list(parts))]))
        case .atLeast(let count, let parts):
            return Node(.map([.init("at_least", Node(.number(String(count)))), .init("of", list(parts))]))
        }
    }
}

extension ComponentTree: Codable {
    /// - Throws: `DecodingError.dataCorrupted` with every problem of the tree.
    public init(from decoder: any Decoder) throws {
        let node = try Node(from: decoder)
        do {
            self = try node.read { ComponentTree($0) }
        } catch {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "\(error)"))
        }
    }

    /// Writes `node`.
    public func encode(to encoder: any Encoder) throws {
        try node.encode(to: encoder)
    }
}
