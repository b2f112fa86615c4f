/// A report that customers are due: on which window, with what in it, and by when.
public struct ReportDue: Hashable, Sendable, Codable {
    /// The clause.
    public let clause: String
    /// What is promised.
    public let title: String
    /// What it is about.
    public let window: Window
    /// What must be in it.
    public let contents: [String]
    /// The last instant at which it is in time; nil where no day is set.
    public let due: Instant?
    /// What it rests on.
    public let bearing: Bearing

    /// Of what must be in it, what a report lacks, in the agreement's words and order.
    public func missing(from given: Set<String>) -> [String] {
        contents.filter { !given.contains($0) }
    }

    /// Whether a report that is delivered at an instant is late.
    public func isLate(_ deliveredAt: Instant) -> Bool {
        due.map { deliveredAt > $0 } ?? false
    }
}

extension AgreementDocument {
    /// The reports that customers on a plan are due on the windows that closed last before an instant, in the order of the
    /// document.
    public func reportsDue(plan: String, at now: Instant) -> [ReportDue] {
        let known = ScopeFacts(plan: plan)
        return reports.filter { duty in
            duty.scopeConditions.allSatisfy { $0.outcome(for: known) == .applies }
        }.map { duty in
            let window = Window.containing(now, kind: duty.every, zone: zone).previous(in: zone)
            return ReportDue(
                clause: duty.clause, title: duty.title, window: window, contents: duty.contents,
                due: duty.due(for: window, calendars: calendars), bearing: Bearing(self, clauses: [duty.clause]))
        }
    }
}
