import Contracts
import NIOConcurrencyHelpers
import Testing

@testable import Gateway

/// A bucket in memory that counts how often it is asked.
final class FakeBuckets: RateLimiter.Source {
    struct Away: Error {}

    let asked = NIOLockedValueBox(0)
    let held: NIOLockedValueBox<[String: Int]>
    let isAway = NIOLockedValueBox(false)

    init(_ held: [String: Int] = [:]) { self.held = NIOLockedValueBox(held) }

    func take(_ count: Int, from bucket: String, _ policy: RateLimitPolicy) async throws -> RateLimitGrant {
        asked.withLockedValue { $0 += 1 }
        if isAway.withLockedValue({ $0 }) { throw Away() }
        return held.withLockedValue { held in
            let left = held[bucket] ?? policy.quota
            let granted = min(count, left)
            held[bucket] = left - granted
            return RateLimitGrant(
                granted: granted, remaining: left - granted, waitMilliseconds: granted == 0 ? 1000 : 0, fullMilliseconds: 5000)
        }
    }
}

@Suite("Rate limits")
struct RateLimiterTests {
    private let tenant = TenantID()
    private var subjects: [RateLimiter.Subject] { [.principal(tenant, "key_1"), .tenant(tenant)] }

    private func limiter(
        _ buckets: FakeBuckets, key: Int? = 100, tenant: Int? = 1000, now: @escaping @Sendable () -> Int64 = { 0 }
    ) -> RateLimiter {
        RateLimiter(
            RateLimitPolicies(
                tenant: tenant.map { RateLimitPolicy(name: "tenant", quota: $0, windowSeconds: 1) },
                principal: key.map { RateLimitPolicy(name: "key", quota: $0, windowSeconds: 1) }),
            source: buckets, now: now)
    }

    @Test("allows exactly the quota to many requests at once")
    func isExact() async {
        let limiter = limiter(FakeBuckets())
        let allowed = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<300 {
                group.addTask {
                    guard case .allowed = await limiter.count(subjects) else { return false }
                    return true
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(allowed == 100)
    }

    @Test("asks Redis far less often than it is asked")
    func isCheap() async {
        let buckets = FakeBuckets()
        let limiter = limiter(buckets, key: 10_000, tenant: nil)
        for _ in 0..<5000 { _ = await limiter.count(subjects) }
        #expect(buckets.asked.withLockedValue { $0 } < 30)
    }

    @Test("tells the tightest limit, and refuses by the tenant's too")
    func tightest() async {
        let buckets = FakeBuckets(["ratelimit:{\(tenant)}:tenant": 1])
        let limiter = limiter(buckets)
        guard case .allowed(let state?) = await limiter.count(subjects) else {
            Issue.record("one is left")
            return
        }
        #expect(state.policy.name == "tenant")
        guard case .refused(let refused, let seconds) = await limiter.count(subjects) else {
            Issue.record("none is left")
            return
        }
        #expect(refused.policy.name == "tenant")
        #expect(seconds == 1)
    }

    @Test("lets requests pass while Redis is away, without asking it for each")
    func failsOpen() async {
        let buckets = FakeBuckets()
        buckets.isAway.withLockedValue { $0 = true }
        let time = NIOLockedValueBox<Int64>(0)
        let limiter = limiter(buckets, tenant: nil, now: { time.withLockedValue { $0 } })
        for _ in 0..<100 {
            guard case .allowed(nil) = await limiter.count(subjects) else {
                Issue.record("open")
                return
            }
        }
        #expect(buckets.asked.withLockedValue { $0 } == 1)
        buckets.isAway.withLockedValue { $0 = false }
        time.withLockedValue { $0 = 1000 }
        guard case .allowed(.some) = await limiter.count(subjects) else {
            Issue.record("counted again")
            return
        }
    }

    @Test("counts nothing where no limit holds")
    func off() async {
        let buckets = FakeBuckets()
        _ = await limiter(buckets, key: nil, tenant: nil).count(subjects)
        #expect(buckets.asked.withLockedValue { $0 } == 0)
    }
}
