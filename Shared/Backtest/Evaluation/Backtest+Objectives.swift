import Contracts
import Terms

extension Backtest {
    /// Judges the objectives that the customer has, by what was measured of each.
    func judgeObjectives(_ subject: BacktestSubject, into result: inout BacktestResult) throws {
        for objective in subject.document.objectives
        where applies(objective, of: subject.document, to: objective.service)
            && (only.isEmpty || only.contains(objective.service))
        {
            let stream = RecordedMetric.Stream(objective)
            guard let samples = facts.items.samples(of: stream) else {
                let part = objective.part.map { " of \($0)" } ?? ""
                result.notEvaluated.append(
                    BacktestOmission(
                        kind: .objective, id: objective.id, service: objective.service, clause: objective.clause,
                        reason: "no metric \(objective.metric) of \(objective.population)\(part) was recorded"))
                continue
            }
            for window in try windows(objective.window, subject.document, result) {
                try check()
                result.objectives.append(judged(objective, subject.document, samples, window))
            }
        }
    }

    private func judged(
        _ objective: Objective, _ document: AgreementDocument, _ samples: [ObjectiveSample], _ window: Window
    ) -> JudgedObjective {
        let facts = ObjectiveFacts(
            samples: samples, excluded: excluded(objective, document, window), attributes: facts.customer.attributes)
        let result = ObjectiveEvaluation.evaluate(
            objective, document: document, window: window, facts: facts, asOf: span.knownUntil)
        return JudgedObjective(
            objective: objective, limit: objective.limit(for: facts.attributes), result: result, document: document)
    }

    private func excluded(_ objective: Objective, _ document: AgreementDocument, _ window: Window) -> IntervalSet {
        guard let service = services[objective.service] else { return .empty }
        let approved = service.judged(window.interval, by: .time, asOf: span.knownUntil).facts.exclusions
        return objective.excluded(approved, under: document)
    }
}

/// What an objective came to in a window.
struct JudgedObjective {
    let objective: Objective
    /// What it had to keep, of this customer.
    let limit: Objective.Comparison?
    let result: ObjectiveResult
    let resource: BacktestObjective

    init(objective: Objective, limit: Objective.Comparison?, result: ObjectiveResult, document: AgreementDocument) {
        self.objective = objective
        self.limit = limit
        self.result = result
        resource = BacktestObjective(result, objective, limit: limit)
    }
}
