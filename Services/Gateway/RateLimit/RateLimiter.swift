import Contracts
import NIOConcurrencyHelpers

/// Counts requests for each tenant, key and address, across every replica of the gateway.
final class RateLimiter: Sendable {
    /// What a request is counted for.
    enum Subject: Hashable, Sendable {
        /// Everything that a tenant does.
        case tenant(TenantID)
        /// What one key or member does.
        case principal(TenantID, String)
        /// What comes from an address without a credential.
        case address(String)
    }

    /// What became of a request.
    enum Outcome: Sendable {
        /// It may pass; the tightest bucket, unless no limit holds.
        case allowed(RateLimitState?)
        /// It may not pass yet.
        case refused(RateLimitState, retryAfterSeconds: Int)
    }

    /// Takes requests from a shared bucket; see ``RedisBuckets``.
    protocol Source: Sendable {
        /// Takes up to `count` requests from a bucket.
        /// - Throws: when the shared buckets cannot be reached; the limiter then lets requests pass.
        func take(_ count: Int, from bucket: String, _ policy: RateLimitPolicy) async throws -> RateLimitGrant
    }

    /// How many buckets are remembered: as many as keys may be busy within a second.
    private static let capacity = 10_000
    /// How long Redis is left alone after it failed, in milliseconds: requests must not queue for what is away.
    private static let pauseMilliseconds: Int64 = 1000

    private let policies: RateLimitPolicies
    private let source: any Source
    private let now: @Sendable () -> Int64
    private let onFailure: @Sendable (any Error) -> Void
    private let buckets: NIOLockedValueBox<GenerationalCache<Subject, SharedBucket>>
    private let pausedUntil = NIOLockedValueBox<Int64>(.min)

    /// A limiter.
    /// - Parameters:
    ///   - policies: which limits hold.
    ///   - source: where the buckets are.
    ///   - now: monotonic time in milliseconds.
    ///   - onFailure: told when requests pass uncounted because the source failed.
    init(
        _ policies: RateLimitPolicies, source: any Source, now: @escaping @Sendable () -> Int64 = MonotonicTime.milliseconds,
        onFailure: @escaping @Sendable (any Error) -> Void = { _ in }
    ) {
        self.policies = policies
        self.source = source
        self.now = now
        self.onFailure = onFailure
        buckets = NIOLockedValueBox(GenerationalCache(capacity: Self.capacity))
    }

    /// Counts a request for everything that it counts for.
    func count(_ subjects: [Subject]) async -> Outcome {
        var taken: [SharedBucket] = []
        var tightest: RateLimitState?
        for subject in subjects {
            guard let bucket = bucket(subject) else { continue }
            switch await take(from: bucket) {
            case .allowed(let state?):
                taken.append(bucket)
                if tightest.map({ state.isTighter(than: $0) }) ?? true { tightest = state }
            case .allowed(nil): continue
            case .refused(let state, let seconds):
                for other in taken { other.box.withLockedValue { $0.lease.giveBack() } }
                return .refused(state, retryAfterSeconds: seconds)
            }
        }
        return .allowed(tightest)
    }

    private func bucket(_ subject: Subject) -> SharedBucket? {
        guard let (name, policy) = policies.bucket(of: subject) else { return nil }
        return buckets.withLockedValue { cache in
            if let known = cache.value(subject) { return known }
            let new = SharedBucket(name: name, policy)
            cache.insert(subject, new)
            return new
        }
    }

    private func take(from bucket: SharedBucket) async -> Outcome {
        while true {
            let (decision, running) = bucket.box.withLockedValue { state -> (LeasedBucket.Decision, Task<Void, Never>?) in
                let decision = state.lease.decide(now: now())
                guard case .ask(let count) = decision, state.running == nil else { return (decision, state.running) }
                // One request asks for all that wait.
                let task = Task { await self.refill(bucket, count) }
                state.running = task
                return (decision, task)
            }
            switch decision {
            case .allow(let state): return .allowed(state)
            case .refuse(let state, let seconds): return .refused(state, retryAfterSeconds: seconds)
            case .ask:
                if now() < pausedUntil.withLockedValue({ $0 }) { return .allowed(nil) }
                await running?.value
                if now() < pausedUntil.withLockedValue({ $0 }) { return .allowed(nil) }
            }
        }
    }

    private func refill(_ bucket: SharedBucket, _ count: Int) async {
        var grant: RateLimitGrant?
        if now() >= pausedUntil.withLockedValue({ $0 }) {
            do {
                grant = try await source.take(count, from: bucket.name, bucket.policy)
            } catch {
                pausedUntil.withLockedValue { $0 = now() + Self.pauseMilliseconds }
                onFailure(error)
            }
        }
        bucket.box.withLockedValue { state in
            state.running = nil
            guard let grant else { return }
            state.lease.granted(
                grant.granted, remaining: grant.remaining, waitMilliseconds: grant.waitMilliseconds,
                fullMilliseconds: grant.fullMilliseconds, now: now())
        }
    }
}

/// A bucket as the requests of this process share it.
private final class SharedBucket: Sendable {
    struct State: Sendable {
        var lease: LeasedBucket
        var running: Task<Void, Never>?
    }

    let name: String
    let policy: RateLimitPolicy
    let box: NIOLockedValueBox<State>

    init(name: String, _ policy: RateLimitPolicy) {
        self.name = name
        self.policy = policy
        box = NIOLockedValueBox(State(lease: LeasedBucket(policy)))
    }
}
