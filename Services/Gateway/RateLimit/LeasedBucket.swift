/// This process's share of a bucket that lives in Redis.
///
/// Asking Redis for every request would double the cost of a cheap one. So a busy client's requests are taken from Redis
/// several at a time; a slow client's one at a time, which keeps its numbers exact. What is taken and not used lapses.
struct LeasedBucket: Sendable {
    /// How long requests that were taken may be used, in milliseconds.
    static let leaseMilliseconds: Int64 = 1000

    /// What to do with a request.
    enum Decision: Equatable, Sendable {
        /// It may pass.
        case allow(RateLimitState)
        /// It may not.
        case refuse(RateLimitState, retryAfterSeconds: Int)
        /// Ask Redis for this many, tell ``granted(_:wanted:remaining:waitMilliseconds:fullMilliseconds:now:)``, and decide again.
        case ask(Int)
    }

    let policy: RateLimitPolicy
    private var held = 0
    private var remaining: Int
    private var fullMilliseconds: Int64 = 0
    private var leaseEnds: Int64 = 0
    /// Nothing was used of what was granted last: the request that asked for it has it, however late it comes to it.
    private var isUnused = false
    private var refusedUntil: Int64 = 0
    private var nextLease = 1

    init(_ policy: RateLimitPolicy) {
        self.policy = policy
        remaining = policy.quota
    }

    /// Decides one request at a monotonic time in milliseconds.
    mutating func decide(now: Int64) -> Decision {
        if held > 0, now < leaseEnds || isUnused {
            isUnused = false
            held -= 1
            return .allow(state)
        }
        if now < refusedUntil {
            return .refuse(state, retryAfterSeconds: max(1, Int((refusedUntil - now + 999) / 1000)))
        }
        // A lease that was used up in time is worth a larger one; one that lapsed shows a slow client.
        nextLease = held == 0 && now < leaseEnds ? min(nextLease * 2, policy.maximumLease) : 1
        held = 0
        return .ask(nextLease)
    }

    /// Takes over what Redis granted.
    mutating func granted(_ count: Int, remaining: Int, waitMilliseconds: Int64, fullMilliseconds: Int64, now: Int64) {
        self.remaining = remaining
        self.fullMilliseconds = fullMilliseconds
        if count > 0 {
            held = now < leaseEnds ? held + count : count
            leaseEnds = now + Self.leaseMilliseconds
            isUnused = true
        } else {
            refusedUntil = now + max(1, waitMilliseconds)
        }
    }

    /// Gives back a request that another bucket refused.
    mutating func giveBack() {
        held += 1
    }

    private var state: RateLimitState {
        RateLimitState(policy: policy, remaining: remaining + held, resetSeconds: Int((fullMilliseconds + 999) / 1000))
    }
}
