import Contracts
import Terms

extension BacktestComparison {
    /// Compares two results window by window: by the commitment's id, or where the other has no such, by the service's only
    /// commitment with a window of that name.
    init(ours: BacktestResult, theirs: BacktestResult, _ document: AgreementDocument) {
        var left = Dictionary(grouping: theirs.statements.map(\.resource)) { Place($0) }
        var pairs: [(StatementResource?, StatementResource?)] = []
        for statement in ours.statements.map(\.resource) {
            let place = Place(statement)
            var others = left[place] ?? []
            let index =
                others.firstIndex { $0.commitment == statement.commitment } ?? (others.count == 1 ? others.startIndex : nil)
            pairs.append((statement, index.map { others.remove(at: $0) }))
            left[place] = others
        }
        for other in theirs.statements.map(\.resource) where left[Place(other)]?.contains(where: { $0.id == other.id }) ?? false {
            pairs.append((nil, other))
        }
        let differences = pairs.compactMap { ours, theirs -> BacktestDifference? in
            let sides = (ours.map { BacktestDifference.Side($0) }, theirs.map { BacktestDifference.Side($0) })
            guard let any = ours ?? theirs, !Self.agree(sides.0, sides.1) else { return nil }
            return BacktestDifference(
                commitment: any.commitment, service: any.serviceKey, window: any.window.label, ours: sides.0, theirs: sides.1)
        }
        let difference = ours.creditTotal.flatMap { total in theirs.creditTotal.flatMap { total.subtracting($0) } }
        self.init(
            agreement: document.key, edition: document.edition, creditTotal: theirs.creditTotal, creditDifference: difference,
            compared: pairs.count, differences: differences)
    }

    private struct Place: Hashable {
        let service: String
        let window: String

        init(_ statement: StatementResource) {
            service = statement.serviceKey
            window = statement.window.label
        }
    }

    /// Whether both come to the same, whatever their clauses are called.
    private static func agree(_ ours: BacktestDifference.Side?, _ theirs: BacktestDifference.Side?) -> Bool {
        guard let ours, let theirs else { return false }
        return ours.verdict == theirs.verdict && ours.availabilityPercent == theirs.availabilityPercent
            && ours.target == theirs.target && ours.remedyPercent == theirs.remedyPercent
    }
}
