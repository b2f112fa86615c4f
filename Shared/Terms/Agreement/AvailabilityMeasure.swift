/// What a commitment counts to come to an availability.
public enum AvailabilityMeasure: Hashable, Sendable {
    /// Seconds up of seconds measured. The usual way.
    case time
    /// The same, where requests decide on whole slices of time.
    case slices(Slices)
    /// The same, where short outages do not count.
    case outages(Outages)
    /// The same, where downtime runs from the opening of a ticket.
    case tickets(Tickets)
    /// Good executions of all executions.
    case executions
    /// The mean of the ratios of good executions of all, slice by slice.
    case meanOfSlices(Mean)
    /// Time up of time deployed, summed over many resources.
    case resourceTime
    /// Seconds, where an outage weighs as much as the share of users that it touches.
    case affectedUsers(Overlap)

    /// Slices of time, judged by the requests in them. Slices are counted from the beginning of the window.
    public struct Slices: Hashable, Sendable {
        /// The length of a slice.
        public let length: TimeSpan
        /// The share of failed requests from which a slice is down; nil where the share does not matter.
        public let downErrorRate: Percent?
        /// With fewer requests than this, the share says nothing, and the slice is up.
        public let minimumRequests: Int64
        /// With fewer good requests than this, a slice is down whatever their share; 0 where the number does not matter.
        public let downBelowRequests: Int64
    }

    /// Which outages count.
    public struct Outages: Hashable, Sendable {
        /// Shorter ones do not.
        public let minimum: TimeSpan
        /// Outages that are no further apart than this are one; nil where each stands for itself.
        public let mergeGap: TimeSpan?
        /// Whether the time between such outages counts as down too.
        public let countsGaps: Bool
    }

    /// How tickets make downtime.
    public struct Tickets: Hashable, Sendable {
        /// What counts.
        public enum Counted: String, CaseIterable, Hashable, Sendable {
            /// From the ticket's opening to its resolution.
            case ticketTime = "ticket_time"
            /// Measured downtime, from the opening of a ticket about it on.
            case outageTime = "outage_time"
        }

        /// What counts.
        public let counted: Counted
    }

    /// A mean of ratios.
    public struct Mean: Hashable, Sendable {
        /// What a slice without executions is.
        public enum Idle: String, CaseIterable, Hashable, Sendable {
            /// Left out of the mean.
            case skipped
            /// All good.
            case up
        }

        /// The length of a slice.
        public let length: TimeSpan
        /// What a slice without executions is.
        public let idle: Idle
    }

    /// How outages go together that touch some users each at one time.
    public enum Overlap: String, CaseIterable, Hashable, Sendable {
        /// They touch different users: shares add up, to no more than all.
        case sum
        /// They touch the same users: the largest share counts.
        case highest
    }

    /// Whether single requests or resources count, and not only whether a component was up by its own definition: then their
    /// counts are needed as they were reported.
    public var readsCounts: Bool {
        switch self {
        case .slices, .executions, .meanOfSlices, .resourceTime: true
        case .time, .outages, .tickets, .affectedUsers: false
        }
    }

    /// The names of the ways.
    public enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
        case time
        case slices
        case outages
        case tickets
        case executions
        case meanOfSlices = "mean_of_slices"
        case resourceTime = "resource_time"
        case affectedUsers = "affected_users"
    }

    /// Its name.
    public var kind: Kind {
        switch self {
        case .time: .time
        case .slices: .slices
        case .outages: .outages
        case .tickets: .tickets
        case .executions: .executions
        case .meanOfSlices: .meanOfSlices
        case .resourceTime: .resourceTime
        case .affectedUsers: .affectedUsers
        }
    }
}
