import Contracts
import Terms

extension MissedCommitment {
    /// What a missed objective is to a remedy, with its figures as the report shows them. Nil where the remedy counts what an
    /// objective does not have.
    init?(_ judged: JudgedObjective, _ schedule: RemedySchedule) {
        let missed = judged.result.findings.filter { $0.verdict == .missed }
        let figures = missed.map { BacktestObjective.FindingResource($0, unit: judged.unit).figure }
        self.init(judged.objective, judged.result, under: schedule, figure: figures.joined(separator: ", "))
    }
}

extension JudgedObjective {
    /// The unit of its figures.
    var unit: String { objective.share == nil ? limit?.unit ?? "" : "%" }
}

extension BacktestOmission {
    /// A remedy that cannot be worked out for a missed objective.
    init(_ judged: JudgedObjective, _ remedy: Remedy) {
        self.init(
            kind: .remedy, id: remedy.id, service: judged.objective.service, clause: remedy.scheduleClause,
            reason: "what it counts \(judged.objective.id) of \(judged.result.window.label) does not have")
    }
}
