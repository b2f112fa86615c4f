import Contracts
import Postgres
import Terms

/// A kind of result that has tables.
protocol StoredKind: MadeResult {
    /// Has windows made when they end.
    static func wait(for keys: [StatementKey], at now: Instant, of tenant: TenantID) -> [Query]
    /// Keeps revisions.
    static func write(_ revisions: [KeptRevision<Self>], at now: Instant, of tenant: TenantID) throws -> [Query]
}

extension MadeStatement: StoredKind {
    /// Has statements made when their windows end, and until then their error budgets watched.
    static func wait(for keys: [StatementKey], at now: Instant, of tenant: TenantID) -> [Query] {
        guard !keys.isEmpty else { return [] }
        return [StatementWorkStore.schedule(keys, of: tenant), BudgetStore.watch(keys, at: now, of: tenant)]
    }

    static func write(_ revisions: [KeptRevision<Self>], at now: Instant, of tenant: TenantID) throws -> [Query] {
        try StatementStore.write(revisions, at: now, of: tenant)
    }
}

extension MadeObjective: StoredKind {
    static func wait(for keys: [StatementKey], at now: Instant, of tenant: TenantID) -> [Query] {
        keys.isEmpty ? [] : [StatementWorkStore.schedule(keys, in: kind, of: tenant)]
    }

    static func write(_ revisions: [KeptRevision<Self>], at now: Instant, of tenant: TenantID) -> [Query] {
        ObjectiveStore.write(revisions, at: now, of: tenant)
    }
}
