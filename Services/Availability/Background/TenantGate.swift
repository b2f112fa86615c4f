import Contracts

/// Lets one task at a time work on a tenant within this process, in the order in which they came, so that they do not hold
/// database connections while they wait for each other.
actor TenantGate {
    private var waiters: [TenantID: [CheckedContinuation<Void, Never>]] = [:]

    /// Runs `body` when nobody else works on the tenant.
    nonisolated func enter<Value: Sendable>(_ tenant: TenantID, _ body: () async throws -> Value) async throws -> Value {
        await lock(tenant)
        do {
            let value = try await body()
            await unlock(tenant)
            return value
        } catch {
            await unlock(tenant)
            throw error
        }
    }

    private func lock(_ tenant: TenantID) async {
        guard waiters[tenant] != nil else {
            waiters[tenant] = []
            return
        }
        await withCheckedContinuation { waiters[tenant, default: []].append($0) }
    }

    private func unlock(_ tenant: TenantID) {
        guard var queue = waiters[tenant], !queue.isEmpty else {
            waiters[tenant] = nil
            return
        }
        let next = queue.removeFirst()
        waiters[tenant] = queue
        next.resume()
    }
}
