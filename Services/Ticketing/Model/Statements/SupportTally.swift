import Contracts
import Terms

/// Counts how the promises about a customer's tickets were kept in a month.
enum SupportTally {
    /// Tickets that a statement names by each promise.
    static let ticketsNamed = 100
    /// What objectives call the time to the first answer of a person.
    private static let firstResponse = "first_response_time"
    /// What objectives call all tickets; those of one channel are called by its key and an s.
    private static let everyTicket = "tickets"

    /// A verdict that stands, and of which ticket.
    struct Judged: Sendable {
        let ticket: TicketID
        let measure: ClockResource.Measure
        let verdict: ClockVerdict
    }

    private struct Key: Hashable {
        let measure: ClockResource.Measure
        let priority: String?
        let clause: String
        let strength: Strength
        let version: Int
        let targetSeconds: Int64

        /// For an order that is the same however they were found.
        var order: (Int, String, String, String, Int64) {
            (version, clause, measure.rawValue, priority ?? "", targetSeconds)
        }
    }

    /// What was promised with a deadline.
    static func promises(_ judged: [Judged]) -> [SupportStatementResource.Promise] {
        let groups = Dictionary(grouping: judged) { item in
            Key(
                measure: item.measure, priority: item.verdict.priority, clause: item.verdict.clause,
                strength: item.verdict.strength, version: item.verdict.version, targetSeconds: item.verdict.targetSeconds)
        }
        return groups.sorted { $0.key.order < $1.key.order }.map { key, items in
            let breached = items.filter { $0.verdict.outcome == .breached }
            return .init(
                measure: key.measure, priority: key.priority, clause: key.clause, strength: key.strength, version: key.version,
                targetSeconds: key.targetSeconds, met: Int64(items.count - breached.count), breached: Int64(breached.count),
                breachedTickets: Array(breached.map(\.ticket).sorted().prefix(ticketsNamed)))
        }
    }

    /// What was promised on average, by each version of the agreement under which tickets were opened in the month.
    static func averages(
        _ tickets: [TicketResource], _ documents: [Int: AgreementDocument], _ month: SupportMonth
    ) -> [SupportStatementResource.Average] {
        documents.sorted { $0.key < $1.key }.flatMap { version, document in
            let own = tickets.filter { $0.terms?.version == version }
            return document.objectives.filter(counts).compactMap { average($0, own, version, document, month) }
        }
    }

    /// Whether an objective is an average that is counted here.
    static func counts(_ objective: Objective) -> Bool {
        objective.aggregate == .mean && objective.metric == firstResponse && objective.window == .month
    }

    private static func average(
        _ objective: Objective, _ tickets: [TicketResource], _ version: Int, _ document: AgreementDocument, _ month: SupportMonth
    ) -> SupportStatementResource.Average? {
        let concerned = tickets.filter { ticket in
            let isAsked = objective.population == everyTicket || ticket.channel.map { $0 + "s" } == objective.population
            let isPlan = objective.plans.isEmpty || ticket.terms.map { objective.plans.contains($0.plan) } ?? false
            return isAsked && isPlan
        }
        guard !concerned.isEmpty else { return nil }
        let calendar = objective.calendar.flatMap(document.calendar)
        let samples = concerned.compactMap { ticket -> (Instant, Int64)? in
            guard let answered = ticket.firstResponseAt else { return nil }
            let took = Interval(ticket.openedAt, max(answered, ticket.openedAt))
            return (ticket.openedAt, calendar.map { $0.openTime(in: took).seconds } ?? took.seconds)
        }
        let facts = ObjectiveFacts(
            samples: samples.map { opened, seconds in
                ObjectiveSample(
                    interval: Interval(opened, opened), unit: "s",
                    reading: .values(
                        ValueSummary(
                            sum: Rational(seconds), count: 1, minimum: Rational(seconds), maximum: Rational(seconds))))
            })
        let window = Window.containing(month.interval.start, kind: .month, zone: document.zone)
        let result = ObjectiveEvaluation.evaluate(
            objective, document: document, window: window, facts: facts, asOf: month.interval.end)
        return .init(
            objective: objective.id, clause: objective.clause, strength: objective.strength, version: version,
            answered: Int64(samples.count), unanswered: Int64(concerned.count - samples.count),
            totalSeconds: samples.reduce(0) { $0 + $1.1 }, verdict: result.verdict)
    }
}
