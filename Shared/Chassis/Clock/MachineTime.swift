import CDispatch
import Foundation

/// The machine's clocks, as they are.
enum MachineTime {
    /// Unix time.
    static func unix() -> (seconds: Int64, nanoseconds: Int64) { read(CLOCK_REALTIME) }

    /// Nanoseconds of a clock that never goes back.
    static func monotonicNanoseconds() -> UInt64 {
        let time = read(CLOCK_MONOTONIC)
        return UInt64(time.seconds) * 1_000_000_000 + UInt64(time.nanoseconds)
    }

    /// Processor time that this process has spent, in nanoseconds.
    static func processorNanoseconds() -> UInt64 {
        let time = read(CLOCK_PROCESS_CPUTIME_ID)
        return UInt64(time.seconds) * 1_000_000_000 + UInt64(time.nanoseconds)
    }

    private static func read(_ clock: clockid_t) -> (seconds: Int64, nanoseconds: Int64) {
        var time = timespec()
        clock_gettime(clock, &time)
        return (Int64(time.tv_sec), Int64(time.tv_nsec))
    }
}
