extension WindowKind {
    /// Whether both begin and end at the same instants, whatever they are called: a fiscal quarter from April on is a quarter.
    func hasBounds(of other: WindowKind) -> Bool {
        guard let mine = quarterOffset, let theirs = other.quarterOffset else { return false }
        return mine == theirs
    }

    /// Whether every such window is made up of whole windows of another kind, so that a promise for each of those is one for
    /// this.
    func consists(of part: WindowKind) -> Bool {
        switch (self, part) {
        case (.quarter, .month), (.fiscalQuarter, .month), (.year, .month), (.year, .quarter): true
        case (.year, .fiscalQuarter): part.quarterOffset == WindowKind.quarter.quarterOffset
        case (.rolling(let days), .rolling(let parts)): days > parts && days % parts == 0
        // What holds at every instant holds at midnight; not the other way round.
        case (.rollingDaily(let days), .rolling(let parts)): days % parts == 0
        case (.rollingDaily(let days), .rollingDaily(let parts)): days > parts && days % parts == 0
        default: false
        }
    }

    /// Months after the beginning of a year's first month at which quarters begin, 0 to 2; nil for what is no quarter.
    private var quarterOffset: Int? {
        switch self {
        case .quarter: 0
        case .fiscalQuarter(let month): (month - 1) % 3
        default: nil
        }
    }
}
