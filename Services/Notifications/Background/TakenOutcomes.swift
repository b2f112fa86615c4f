import Chassis
import Contracts
import EventLoop
import Postgres
import Terms

/// Writes what endpoints have taken. What ends while a write is under way shares the next one: busy endpoints cost a commit for
/// many deliveries, and an idle one waits for nobody.
final class TakenOutcomes: Sendable {
    /// A delivery that was taken, with the answer, and when it came.
    struct Taken: Sendable {
        let item: DueDelivery
        let outcome: AttemptOutcome
        let at: Instant
    }

    private struct Waiting {
        let taken: Taken
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var waiting: [Waiting] = []
        var isWriting = false
    }

    private let database: PostgresClient
    private let state = Locked(State())

    init(_ database: PostgresClient) { self.database = database }

    /// Returns when it is written. Nothing is when another attempt has begun since, or the delivery was given up.
    func settle(_ taken: Taken) async throws {
        try await withCheckedThrowingContinuation { continuation in
            let begins = state.withLock { state in
                state.waiting.append(Waiting(taken: taken, continuation: continuation))
                defer { state.isWriting = true }
                return !state.isWriting
            }
            // A task of its own: the end of the attempt that began it is not the others' end.
            if begins { Task { await write() } }
        }
    }

    private func write() async {
        while let batch = next() {
            for (tenant, own) in Dictionary(grouping: batch, by: \.taken.item.tenant) {
                let result = await write(own.map(\.taken), of: tenant)
                for waiting in own { waiting.continuation.resume(with: result) }
            }
        }
    }

    private func write(_ taken: [Taken], of tenant: TenantID) async -> Result<Void, any Error> {
        do {
            try await database.query(DueStore.settle(taken: taken, of: tenant), tenant: tenant.uuid)
            return .success(())
        } catch {
            return .failure(error)
        }
    }

    /// What waits now; nil when nothing does, and the writing ends.
    private func next() -> [Waiting]? {
        state.withLock { state in
            state.isWriting = !state.waiting.isEmpty
            defer { state.waiting = [] }
            return state.waiting.isEmpty ? nil : state.waiting
        }
    }
}
