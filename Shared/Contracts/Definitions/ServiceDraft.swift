import Terms

/// What somebody says about a service: what is measured in it, and when it is up. The body of `POST /v1/services`.
public struct ServiceDraft: Sendable, Equatable {
    /// Short name, unique within the tenant.
    public var key: String
    /// What people call it.
    public var name: String
    /// What is measured.
    public var components: [ComponentState]
    /// When the service is up.
    public var tree: ComponentTree

    /// Reads the body of `POST /v1/services` and `PUT /v1/services/{id}`; problems are noted with the reader.
    public init(_ body: NodeReader) {
        key = body["key"].key()
        name = body["name"].text()
        components = body["components"].list(1...DefinitionLimits.components) { ComponentState($0) }
        let keys = components.map(\.key)
        if let twice = Self.firstRepeated(keys) { body["components"].fail("has two components with the key \(twice)") }
        tree = ComponentTree(body["tree"])
        Self.checkNames(body["tree"], known: Set(keys), levels: ComponentTree.depthMaximum)
        // What is wrong with the tree reads as a component without a name; then nothing can be said about the rest.
        let used = Set(tree.components)
        for (index, key) in keys.enumerated() where !key.isEmpty && !used.contains(key) && !used.contains("") {
            body.element(index, of: "components")?.fail("is not in the tree: nothing would depend on it")
        }
        for clash in SelectorClash.within(components) {
            body.element(clash.second, of: "components")?["source"].fail(clash.detail)
        }
    }

    /// A service of these parts.
    public init(key: String, name: String, components: [ComponentState], tree: ComponentTree) {
        self.key = key
        self.name = name
        self.components = components
        self.tree = tree
    }

    /// Notes the places in the tree that name no component. The tree itself has been read, so its form is not judged again.
    private static func checkNames(_ node: NodeReader, known: Set<String>, levels: Int) {
        guard levels > 0, case .map(let members)? = node.again().node?.value else { return }
        for member in members {
            switch (member.key, member.node.value) {
            case ("component", .string(let key)):
                if !known.contains(key) { node["component"].fail("names no component of this service") }
            case ("all", .list), ("any", .list), ("of", .list):
                _ = node[member.key].list(0...ComponentTree.partsMaximum) { checkNames($0, known: known, levels: levels - 1) }
            default: continue
            }
        }
    }

    private static func firstRepeated(_ keys: [String]) -> String? {
        var seen: Set<String> = []
        return keys.first { !$0.isEmpty && !seen.insert($0).inserted }
    }
}

extension ComponentState {
    /// Reads one element of `components`.
    public init(_ element: NodeReader) {
        self = element.object { component in
            ComponentState(
                key: component["key"].key(), name: component.ifPresent("name") { $0.text() },
                source: MeasurementSource(component["source"]))
        }
    }
}
