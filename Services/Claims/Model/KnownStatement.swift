import Contracts
import Terms

/// A statement as the service knows it: the latest revision that Availability told of.
struct KnownStatement: Sendable {
    /// The statement.
    let resource: StatementResource
    /// When the service was down, by what counts as down.
    let countedDown: CountedDowntime
    /// When this revision came to be known.
    let toldAt: Instant

    /// Whether its settling time is over.
    var isFinal: Bool { resource.state == .final }

    /// When it was down.
    var down: IntervalSet { IntervalSet(countedDown.outages) }

    /// The window that it judges.
    var window: Interval { Interval(resource.window.from, resource.window.to) }

    /// What was missed; nil where nothing was, where nothing was measured, and of best effort.
    func missed(in window: Window) -> MissedCommitment? {
        guard resource.verdict == .missed, resource.strength == .guarantee, let ratio = resource.availability else { return nil }
        return MissedCommitment(
            commitment: resource.commitment, service: resource.serviceKey, clause: resource.clause, window: window,
            availability: ratio, target: resource.target, down: down)
    }
}
