import Testing

@testable import Gateway

@Suite("A process' share of a bucket")
struct LeasedBucketTests {
    private let policy = RateLimitPolicy(name: "key", quota: 6000, windowSeconds: 60)

    @Test("asks for one at first, and for more while they are used up in time")
    func grows() {
        var bucket = LeasedBucket(policy)
        var asked: [Int] = []
        for _ in 0..<200 {
            if case .ask(let count) = bucket.decide(now: 0) {
                asked.append(count)
                bucket.granted(count, remaining: 5000, waitMilliseconds: 0, fullMilliseconds: 1000, now: 0)
                guard case .allow = bucket.decide(now: 0) else {
                    Issue.record("a grant allows")
                    return
                }
            }
        }
        #expect(asked == [1, 2, 4, 8, 16, 32, 50, 50, 50])
        #expect(policy.maximumLease == 50)
    }

    @Test("lets what was not used lapse, and asks for one again")
    func lapses() {
        var bucket = LeasedBucket(policy)
        do {
            let decision = bucket.decide(now: 0)
            #expect(decision == .ask(1))
        }
        bucket.granted(5, remaining: 5, waitMilliseconds: 0, fullMilliseconds: 0, now: 0)
        guard case .allow(let state) = bucket.decide(now: 999) else {
            Issue.record("within the lease")
            return
        }
        #expect(state.remaining == 9)
        do {
            let decision = bucket.decide(now: 1000)
            #expect(decision == .ask(1))
        }
    }

    @Test("gives the request that asked what was granted, however late it comes to it, and keeps nothing beyond that")
    func late() {
        var bucket = LeasedBucket(policy)
        #expect(bucket.decide(now: 0) == .ask(1))
        bucket.granted(2, remaining: 5, waitMilliseconds: 0, fullMilliseconds: 0, now: 0)
        var passed = 0
        for _ in 0..<2 {
            if case .allow = bucket.decide(now: 5000) { passed += 1 }
        }
        #expect(passed == 1)
    }

    @Test("refuses without asking until Redis said that there is one again")
    func refuses() {
        var bucket = LeasedBucket(RateLimitPolicy(name: "key", quota: 1, windowSeconds: 10))
        do {
            let decision = bucket.decide(now: 0)
            #expect(decision == .ask(1))
        }
        bucket.granted(0, remaining: 0, waitMilliseconds: 2500, fullMilliseconds: 10_000, now: 0)
        guard case .refuse(let state, let seconds) = bucket.decide(now: 1) else {
            Issue.record("nothing was granted")
            return
        }
        #expect(seconds == 3)
        #expect(state.header == "\"key\";r=0;t=10")
        do {
            let decision = bucket.decide(now: 2500)
            #expect(decision == .ask(1))
        }
    }

    @Test(
        "reads its policy",
        arguments: [
            ("6000/60", true), ("1/1", true), ("0/60", false), ("6000", false), ("a/b", false), ("1/0", false), ("-1/5", false),
        ])
    func policies(_ text: String, _ isGood: Bool) {
        #expect((RateLimitPolicy(name: "key", text) != nil) == isGood)
    }

    @Test("says its policy as the draft has it")
    func header() {
        #expect(policy.header == "\"key\";q=6000;w=60")
        let loose = RateLimitState(policy: policy, remaining: 3000, resetSeconds: 30)
        let tight = RateLimitState(
            policy: RateLimitPolicy(name: "tenant", quota: 100, windowSeconds: 60), remaining: 49, resetSeconds: 1)
        #expect(tight.isTighter(than: loose))
        #expect(!loose.isTighter(than: tight))
    }
}
