/// A service that an agreement is about. What it is made of stands in the service's own definition.
public struct AgreementService: Hashable, Sendable {
    /// The service's key in the catalogue.
    public let key: String
    /// Its name.
    public let title: String
    /// The category that promises may be made for; nil for none.
    public let category: String?
    /// Whether it is one of those that the agreement calls main or core.
    public let isCore: Bool
    /// The plans that it comes with; empty for all.
    public let plans: [String]
    /// The parts that other clauses speak of, by component key.
    public let parts: [Part]
    /// What must be up for the service to count as available, and the clause that says so.
    public let composition: Composition?

    /// A part of a service, such as its voice channel.
    public struct Part: Hashable, Sendable {
        /// The component's key in the service's definition.
        public let key: String
        /// Its name.
        public let title: String
        /// Whether the service is down for want of it.
        public let isCore: Bool
        /// How far along it is, where that matters to a clause: `beta`; nil for what is released.
        public let stage: String?
    }

    /// How parts make the whole.
    public struct Composition: Hashable, Sendable {
        /// Which of the parts must be up.
        public enum Rule: String, CaseIterable, Hashable, Sendable {
            /// Every one.
            case all
            /// At least one.
            case any
        }

        /// Which of the parts must be up.
        public let rule: Rule
        /// The clause.
        public let clause: String
    }

    init(_ reader: NodeReader, _ names: AgreementNames) {
        key = reader["key"].key()
        title = reader["title"].text()
        category = reader.ifPresent("category") { $0.key() }
        isCore = reader.ifPresent("core") { $0.bool() } ?? false
        plans = names.names(reader, "plans", among: names.plans, kind: "plan")
        parts =
            reader.ifPresent("parts") { list in
                list.requireDistinct("key")
                return list.list(0...100) { part in
                    Part(
                        key: part["key"].key(), title: part["title"].text(), isCore: part.ifPresent("core") { $0.bool() } ?? true,
                        stage: part.ifPresent("stage") { $0.key() })
                }
            } ?? []
        composition = reader.ifPresent("composition") { part in
            Composition(rule: part["rule"].choice(), clause: names.clause(part["clause"]))
        }
    }
}

/// A plan that customers may be on.
public struct AgreementPlan: Hashable, Sendable {
    /// The plan's key.
    public let key: String
    /// Its name.
    public let title: String
    /// Whether it is paid for. Some agreements cover paid plans only.
    public let isPaid: Bool

    init(_ reader: NodeReader) {
        key = reader["key"].key()
        title = reader["title"].text()
        isPaid = reader.ifPresent("paid") { $0.bool() } ?? true
    }
}

extension AgreementService {
    /// What the agreement says the service is made of: its core parts, all or any of them; nil where it names no parts.
    public var tree: ComponentTree? {
        let core = parts.filter(\.isCore).map { ComponentTree.component($0.key) }
        guard !core.isEmpty else { return nil }
        return composition?.rule == .any ? .any(core) : .all(core)
    }
}
