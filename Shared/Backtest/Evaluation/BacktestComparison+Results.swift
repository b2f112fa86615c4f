import Contracts
import Terms

extension BacktestComparison {
    /// Compares two results window by window and clock by clock.
    ///
    /// Promises are the same by their id; where the other has none of that id, its only one of the same kind is meant: about
    /// the service in a window of that name, about the same metric, or for the same ticket.
    init(ours: BacktestResult, theirs: BacktestResult, _ document: AgreementDocument) {
        let statements = Self.pairs(ours.statements.map(\.resource), theirs.statements.map(\.resource)) {
            StatementPlace(service: $0.serviceKey, window: $0.window.label)
        } name: {
            $0.commitment
        }
        let objectives = Self.pairs(ours.objectives, theirs.objectives) {
            ObjectivePlace(stream: RecordedMetric.Stream($0.objective), window: $0.result.window.label)
        } name: {
            $0.objective.id
        }
        let tickets = Self.pairs(ours.tickets, theirs.tickets) {
            TicketPlace(id: $0.id, measure: $0.measure)
        } name: {
            $0.tier
        }
        let difference = ours.creditTotal.flatMap { total in theirs.creditTotal.flatMap { total.subtracting($0) } }
        self.init(
            agreement: document.key, edition: document.edition, creditTotal: theirs.creditTotal, creditDifference: difference,
            compared: statements.count, differences: statements.compactMap(Self.difference),
            objectives: objectives.compactMap { BacktestObjectiveDifference($0?.resource, $1?.resource) },
            tickets: tickets.compactMap { BacktestTicketDifference($0, $1) })
    }

    private struct StatementPlace: Hashable {
        let service: String
        let window: String
    }

    private struct ObjectivePlace: Hashable {
        let stream: RecordedMetric.Stream
        let window: String
    }

    private struct TicketPlace: Hashable {
        let id: String
        let measure: String
    }

    /// Everything of one side with what it is compared with on the other, and then what only the other has.
    private static func pairs<Element, Place: Hashable>(
        _ ours: [Element], _ theirs: [Element], place: (Element) -> Place, name: (Element) -> String
    ) -> [(Element?, Element?)] {
        var left = Dictionary(grouping: theirs.indices) { place(theirs[$0]) }
        var pairs: [(Element?, Element?)] = []
        for element in ours {
            var others = left[place(element)] ?? []
            let index =
                others.firstIndex { name(theirs[$0]) == name(element) } ?? (others.count == 1 ? others.startIndex : nil)
            pairs.append((element, index.map { theirs[others.remove(at: $0)] }))
            left[place(element)] = others
        }
        return pairs + left.values.joined().sorted().map { (nil, theirs[$0]) }
    }

    private static func difference(_ ours: StatementResource?, _ theirs: StatementResource?) -> BacktestDifference? {
        let sides = (ours.map { BacktestDifference.Side($0) }, theirs.map { BacktestDifference.Side($0) })
        guard let any = ours ?? theirs, !agree(sides.0, sides.1) else { return nil }
        return BacktestDifference(
            commitment: any.commitment, service: any.serviceKey, window: any.window.label, ours: sides.0, theirs: sides.1)
    }

    /// Whether both come to the same, whatever their clauses are called.
    private static func agree(_ ours: BacktestDifference.Side?, _ theirs: BacktestDifference.Side?) -> Bool {
        guard let ours, let theirs else { return false }
        return ours.verdict == theirs.verdict && ours.availabilityPercent == theirs.availabilityPercent
            && ours.target == theirs.target && ours.remedyPercent == theirs.remedyPercent
    }
}
