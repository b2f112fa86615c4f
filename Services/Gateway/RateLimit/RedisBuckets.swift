import Redis

/// Token buckets in Redis, shared by every replica of the gateway. Redis' own clock counts, so that replicas agree.
struct RedisBuckets: RateLimiter.Source {
    let redis: RedisClient

    /// `n` is what the bucket held at millisecond `t`. A bucket that is full again expires.
    private static let script = RedisScript(
        """
        local time = redis.call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)
        local quota, window, want = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
        local bucket = redis.call('HMGET', KEYS[1], 'n', 't')
        local held, at = tonumber(bucket[1]) or quota, tonumber(bucket[2]) or now
        if now > at then held = math.min(quota, held + (now - at) * quota / window) end
        local granted = math.min(want, math.floor(held))
        held = held - granted
        redis.call('HSET', KEYS[1], 'n', tostring(held), 't', now)
        redis.call('PEXPIRE', KEYS[1], window)
        local wait = 0
        if granted == 0 then wait = math.ceil((1 - held) * window / quota) end
        return {granted, math.floor(held), wait, math.ceil((quota - held) * window / quota)}
        """)

    func take(_ count: Int, from bucket: String, _ policy: RateLimitPolicy) async throws -> RateLimitGrant {
        // Waiting for a connection would hold requests up; without one they pass.
        guard redis.isConnected else { throw RedisError(.notConnected, "no connection") }
        let value = try await redis.evaluate(
            Self.script, keys: [bucket],
            arguments: [.integer(Int64(policy.quota)), .integer(Int64(policy.windowSeconds) * 1000), .integer(Int64(count))])
        guard let numbers = value.array?.compactMap(\.integer), numbers.count == 4 else {
            throw RedisError(.unexpectedReply, "the script answers four numbers")
        }
        return RateLimitGrant(
            granted: Int(numbers[0]), remaining: Int(numbers[1]), waitMilliseconds: numbers[2], fullMilliseconds: numbers[3])
    }
}
