/// Why time does not count. The order of the cases is the order in which grounds claim time: every excluded second
/// belongs to the first ground that covers it.
public enum Ground: String, CaseIterable, Hashable, Sendable, Codable {
    /// The service was not covered at the time: a beta, a free tier, a suspended account.
    case notCovered = "not_covered"
    /// The customer's own doing.
    case customer
    /// Maintenance that was announced in time.
    case scheduledMaintenance = "scheduled_maintenance"
    /// The failure of somebody else, such as an operator or a carrier.
    case thirdParty = "third_party"
    /// Force majeure.
    case forceMajeure = "force_majeure"
    /// A denial of service attack.
    case ddos
    /// What an agreement's open list allows beyond the named grounds; always needs approval.
    case other
    /// Urgent maintenance. It comes last, so that a budget for it is spent only on what nothing else excludes.
    case emergencyMaintenance = "emergency_maintenance"
}

extension Ground: Comparable {
    /// Whether the left ground claims time first.
    public static func < (left: Ground, right: Ground) -> Bool {
        left.order < right.order
    }

    /// Position in the order of claiming, from 0.
    var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
