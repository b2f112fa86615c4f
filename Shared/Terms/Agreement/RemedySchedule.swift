/// How much is credited for how little availability.
public enum RemedySchedule: Hashable, Sendable {
    /// The highest percent whose bound lies above the availability.
    case tiers([Tier])
    /// So much for every step of downtime.
    case proportional(Proportional)
    /// The same, however much was missed.
    case flat(RemedyWorth)
    /// So much for every stretch of downtime.
    case downtime(RemedyDowntimeSteps)
    /// So many times the fees of the time that was down.
    case multiplied(times: Int)
    /// Whatever the approver decides, with a reason.
    case discretionary

    /// A step of a schedule: this percent below that availability.
    public struct Tier: Hashable, Sendable {
        /// It applies below this availability.
        public let below: Percent
        /// The percent of the fees.
        public let percent: Percent
    }

    /// So much per cent for every so many points.
    public struct Proportional: Hashable, Sendable {
        /// From where points are counted.
        public enum Origin: String, CaseIterable, Hashable, Sendable {
            /// All downtime: 100 − availability.
            case downtime
            /// What is missing to the target.
            case shortfall
        }

        /// How parts of a step count.
        public enum Counting: String, CaseIterable, Hashable, Sendable {
            /// Not at all.
            case complete
            /// As a whole one.
            case started
            /// In proportion.
            case proRata = "pro_rata"
        }

        /// Points in a step; above 0.
        public let every: Percent
        /// Percent of the fees a step.
        public let percent: Percent
        /// From where points are counted.
        public let measuredFrom: Origin
        /// How parts of a step count.
        public let counting: Counting
    }

    init(_ reader: NodeReader) {
        let forms = Self.forms.filter { reader.has($0) }
        guard forms.count == 1 else {
            reader.fail("must have exactly one of: \(Self.forms.joined(separator: ", "))")
            self = .discretionary
            return
        }
        switch forms[0] {
        case "tiers":
            self = .tiers(
                reader["tiers"].list(1...20) { tier in
                    Tier(below: tier["below"].percent(), percent: tier["percent"].percent(atMost: Self.percentMaximum))
                })
        case "proportional":
            self = .proportional(reader["proportional"].object(Proportional.init))
        case "flat": self = .flat(reader["flat"].object(RemedyWorth.init))
        case "downtime": self = .downtime(reader["downtime"].object(RemedyDowntimeSteps.init))
        case "multiplied": self = .multiplied(times: reader["multiplied"].object { Int($0["times"].integer(1...1000)) })
        default:
            if !reader["discretionary"].bool() { reader["discretionary"].fail("can only be true") }
            self = .discretionary
        }
    }

    private static let forms = ["tiers", "proportional", "flat", "downtime", "multiplied", "discretionary"]

    /// Credits of more than the whole fee exist before a cap is applied.
    static let percentMaximum = Percent(whole: 1000)
}

extension RemedySchedule.Proportional {
    init(_ reader: NodeReader) {
        every = reader["every"].percent()
        percent = reader["percent"].percent(atMost: RemedySchedule.percentMaximum)
        measuredFrom = reader["measured_from"].choice()
        counting = reader["counting"].choice()
        if every == .zero { reader["every"].fail("must be above 0") }
    }
}

extension RemedySchedule {
    /// The percent of the fees that an availability earns, before any cap; nil where the approver decides, and where it
    /// takes more than the availability to tell: see `share(of:)`.
    public func percent(at availability: Ratio, target: Percent) -> Rational? {
        switch self {
        case .discretionary, .downtime, .multiplied: nil
        case .flat(let worth):
            if case .percent(let percent) = worth { availability.reaches(target) ? .zero : percent.points } else { nil }
        case .tiers: tier(at: availability)?.percent.points ?? .zero
        case .proportional(let rule): availability.reaches(target) ? .zero : rule.percent(at: availability, target: target)
        }
    }

    /// The tier that an availability falls into; nil when it falls into none.
    public func tier(at availability: Ratio) -> Tier? {
        guard case .tiers(let tiers) = self else { return nil }
        return tiers.filter { !availability.reaches($0.below) }.max { $0.percent < $1.percent }
    }
}

extension RemedySchedule.Proportional {
    fileprivate func percent(at availability: Ratio, target: Percent) -> Rational {
        let origin = measuredFrom == .downtime ? Percent.hundred : target
        return counting.steps((origin.points - availability.points) / every.points) * percent.points
    }
}
