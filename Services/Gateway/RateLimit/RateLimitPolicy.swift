/// A token bucket: it holds `quota` requests and refills evenly over `windowSeconds`.
struct RateLimitPolicy: Hashable, Sendable {
    /// The policy's name in the header fields.
    let name: String
    /// How many requests the full bucket allows.
    let quota: Int
    /// In how many seconds an empty bucket is full again.
    let windowSeconds: Int

    /// `"key";q=6000;w=60`, as `RateLimit-Policy` says it.
    var header: String { "\"\(name)\";q=\(quota);w=\(windowSeconds)" }

    /// The most requests that are taken from Redis at once: half of a second's refill, so that what is taken and not used
    /// within a second never narrows the limit of a client that stays below half of it.
    var maximumLease: Int { max(1, quota / max(1, windowSeconds) / 2) }

    /// Reads `quota/seconds`, such as `6000/60`; nil for anything else.
    init?(name: String, _ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let quota = Int(parts[0]), let window = Int(parts[1]), (1...1_000_000_000).contains(quota),
            (1...86_400).contains(window)
        else { return nil }
        self.init(name: name, quota: quota, windowSeconds: window)
    }

    init(name: String, quota: Int, windowSeconds: Int) {
        self.name = name
        self.quota = quota
        self.windowSeconds = windowSeconds
    }
}

/// What a client is told about one bucket.
struct RateLimitState: Hashable, Sendable {
    /// The bucket's policy.
    let policy: RateLimitPolicy
    /// How many requests are left now.
    let remaining: Int
    /// Seconds until the bucket is full again.
    let resetSeconds: Int

    /// `"key";r=5990;t=1`, as `RateLimit` says it.
    var header: String { "\"\(policy.name)\";r=\(remaining);t=\(resetSeconds)" }

    /// Which of two is closer to refusing: the smaller part of its quota left.
    func isTighter(than other: RateLimitState) -> Bool {
        remaining.multipliedFullWidth(by: other.policy.quota) < other.remaining.multipliedFullWidth(by: policy.quota)
    }
}
