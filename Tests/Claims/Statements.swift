import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Claims

extension World {
    /// A statement as Availability makes it: a window of a commitment with outages that all count.
    func statement(
        _ document: AgreementDocument, _ commitment: String? = nil, at: String, down: [Interval], revision: Int = 1,
        version: Int = 1, id: StatementID = StatementID()
    ) throws -> (resource: StatementResource, down: CountedDowntime) {
        let promise = try #require(commitment.map { document.commitment($0) } ?? document.commitments.first)
        let window = Window.containing(instant(at), kind: promise.window, zone: document.zone)
        let evaluated = StatementEvaluation.evaluate(
            commitment: promise, document: document, service: promise.services[0], tree: .component("it"), window: window,
            facts: StatementFacts(components: ["it": Condition(down: IntervalSet(down))]), asOf: window.interval.end)
        let resource = StatementResource(
            id: id, revision: revision, state: .provisional, reason: "window_ended", agreement: agreement,
            agreementVersion: version, service: sold, statement: evaluated, interpretations: document.interpretations)
        return (resource, CountedDowntime(evaluated.countedDown))
    }
}
