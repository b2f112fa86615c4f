import Chassis
import Contracts
import Metrics
import Postgres
import Terms

/// What is done when clocks were written: verdicts are counted, and whoever waits for deadlines looks again.
enum Verdicts {
    /// What was written is committed.
    static func settled(_ verdicts: [ClockVerdict], nextDue: Instant?, _ wake: Wake, _ chassis: Chassis) async {
        for verdict in verdicts {
            Counter(
                label: "pledge_ticketing_clock_verdicts_total",
                dimensions: [("outcome", verdict.outcome.rawValue), ("strength", verdict.strength.rawValue)]
            ).increment()
        }
        // Every replica looks by itself soon enough for anything later, this one too.
        guard let nextDue, nextDue < chassis.clock.now.advanced(by: Deadlines.pollSeconds) else { return }
        wake.ring()
        _ = try? await chassis.workers.query(ClockDeadlines.notify)
    }
}
