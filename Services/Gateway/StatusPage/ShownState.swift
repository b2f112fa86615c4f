/// How something on a status page stands, the graver the greater.
enum ShownState: Int, Comparable, Sendable {
    case operational
    /// Nothing was measured lately.
    case unknown
    case maintenance
    case degraded
    case partialOutage
    case outage

    static func < (left: ShownState, right: ShownState) -> Bool { left.rawValue < right.rawValue }

    /// In the words of Statuspage, which has none for what nobody knows: that is told beside it.
    var word: String {
        switch self {
        case .operational, .unknown: "operational"
        case .maintenance: "under_maintenance"
        case .degraded: "degraded_performance"
        case .partialOutage: "partial_outage"
        case .outage: "major_outage"
        }
    }

    /// For people.
    var label: String {
        switch self {
        case .operational: "Operational"
        case .unknown: "No data"
        case .maintenance: "Under maintenance"
        case .degraded: "Degraded"
        case .partialOutage: "Partly down"
        case .outage: "Down"
        }
    }

    /// The class of its style: five colours for six states.
    var style: String {
        switch self {
        case .operational: "ok"
        case .unknown: "none"
        case .maintenance: "work"
        case .degraded, .partialOutage: "part"
        case .outage: "down"
        }
    }
}
