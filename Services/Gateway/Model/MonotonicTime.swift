import Glibc

/// Time that never jumps, for waits and bounds; says nothing about the date.
enum MonotonicTime {
    /// Nanoseconds since some moment before the process started.
    static func nanoseconds() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    /// Milliseconds since that moment.
    @Sendable static func milliseconds() -> Int64 { Int64(nanoseconds() / 1_000_000) }
}
