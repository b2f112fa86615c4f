import Contracts
import Terms

/// What happened to services, as it was read from the database for everybody's statements, by tenant. Like ``DefinitionsCache``:
/// compare the version before believing.
actor FactsCache {
    /// Changes that are remembered of all tenants together; each takes some 50 bytes, so that it is 10 MB at most.
    static let maximumChanges = 200_000

    /// What is remembered of a tenant.
    struct Entry: Sendable {
        /// The versions of the definitions and of the facts that it was read by.
        let definitions: Int64
        let version: Int64
        fileprivate(set) var facts: [ServiceID: ServiceFacts]

        /// Facts that were read by these versions. The version of the facts has to have been read before them: of what changed in
        /// between it is then an old one, by which nobody believes it.
        init(definitions: Int64, version: Int64, facts: [ServiceID: ServiceFacts]) {
            self.definitions = definitions
            self.version = version
            self.facts = facts
        }

        /// The facts of stretches of time, where all of them are remembered.
        func covering(_ wanted: [ServiceStretch]) -> [ServiceID: ServiceFacts]? {
            var found: [ServiceID: ServiceFacts] = [:]
            for wanted in wanted {
                guard let known = facts[wanted.service.id], known.stretch.contains(wanted.stretch) else { return nil }
                found[wanted.service.id] = known
            }
            return found
        }

        fileprivate var changes: Int { facts.values.reduce(0) { $0 + $1.changes } }
    }

    private var entries: [TenantID: Entry] = [:]
    private var changes = 0

    /// What is remembered of a tenant, if it was read by these definitions.
    func entry(_ tenant: TenantID, definitions: Int64) -> Entry? {
        entries[tenant].flatMap { $0.definitions == definitions ? $0 : nil }
    }

    /// Keeps what was read, beside what is remembered of the same versions.
    func keep(_ read: Entry, _ tenant: TenantID) {
        var entry = read
        if let old = forget(tenant), (old.definitions, old.version) == (read.definitions, read.version) {
            entry.facts.merge(old.facts) { new, _ in new }
        }
        let needed = entry.changes
        guard needed <= Self.maximumChanges else { return }
        while changes + needed > Self.maximumChanges, let other = entries.keys.first { forget(other) }
        entries[tenant] = entry
        changes += needed
    }

    /// Forgets what is remembered of a tenant, and returns it.
    @discardableResult
    func forget(_ tenant: TenantID) -> Entry? {
        guard let entry = entries.removeValue(forKey: tenant) else { return nil }
        changes -= entry.changes
        return entry
    }
}

extension ServiceFacts {
    /// What a record of maintenance or of an exclusion takes beside a change of a state.
    private static let recordChanges = 16

    /// How much it is to remember, and at least something: changes of states, and records of what else there was.
    fileprivate var changes: Int {
        let records = maintenance.count + notices.count + exclusions.count + weighed.count + 1
        return timelines.values.reduce(records * Self.recordChanges) { $0 + $1.transitions.count }
    }
}
