import Contracts
import Terms

/// Brings deliveries of one channel to the other side.
protocol DeliverySender: Sendable {
    /// The channel.
    var channel: DeliveryResource.Channel { get }
    /// Attempts that may be under way at once.
    var slots: Int { get }
    /// Attempts of one lane that may be under way at once, about: one slow endpoint does not take every slot.
    var laneSlots: Int { get }
    /// Seconds after which an attempt whose outcome nobody has written is made again: well above what one takes.
    var leaseSeconds: Int64 { get }

    /// Looks up what the attempts of these need, for all of them at once.
    func prepare(_ deliveries: [DueDelivery], at now: Instant) async throws -> [DueDelivery]

    /// Makes an attempt, within a time of its own.
    ///
    /// - Throws: what is no answer: this process cannot try now, or is being stopped.
    func attempt(_ delivery: DueDelivery, at now: Instant) async throws -> AttemptOutcome

    /// Lets go of what it holds.
    func close() async
}

extension DeliverySender {
    /// Nothing that is shared.
    func prepare(_ deliveries: [DueDelivery], at now: Instant) async throws -> [DueDelivery] { deliveries }
}
