import Contracts
import NIOConcurrencyHelpers

/// Tenants that wait for work, each at most once, for several workers. Adding never blocks.
final class TenantQueue: Sendable {
    private struct State {
        var order: [TenantID] = []
        var present: Set<TenantID> = []
        var idle: [Int: CheckedContinuation<TenantID?, Never>] = [:]
        var cancelled: Set<Int> = []
        var nextID = 0
    }

    private let state = NIOLockedValueBox(State())

    /// Adds a tenant, unless it waits already.
    func add(_ tenant: TenantID) {
        let idle = state.withLockedValue { state -> CheckedContinuation<TenantID?, Never>? in
            if let (id, idle) = state.idle.first {
                state.idle[id] = nil
                return idle
            }
            if state.present.insert(tenant).inserted { state.order.append(tenant) }
            return nil
        }
        idle?.resume(returning: tenant)
    }

    /// The next tenant; suspends while none waits. Nil when the task is cancelled.
    func next() async -> TenantID? {
        let id = state.withLockedValue { state in
            state.nextID += 1
            return state.nextID
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { wait(id, $0) }
        } onCancel: {
            cancel(id)
        }
    }

    private func wait(_ id: Int, _ continuation: CheckedContinuation<TenantID?, Never>) {
        enum Outcome { case tenant(TenantID?), wait }
        let outcome = state.withLockedValue { state -> Outcome in
            if state.cancelled.remove(id) != nil { return .tenant(nil) }
            if state.order.isEmpty {
                state.idle[id] = continuation
                return .wait
            }
            let tenant = state.order.removeFirst()
            state.present.remove(tenant)
            return .tenant(tenant)
        }
        if case .tenant(let tenant) = outcome { continuation.resume(returning: tenant) }
    }

    private func cancel(_ id: Int) {
        let idle = state.withLockedValue { state in
            let idle = state.idle.removeValue(forKey: id)
            if idle == nil { state.cancelled.insert(id) }
            return idle
        }
        idle?.resume(returning: nil)
    }
}
