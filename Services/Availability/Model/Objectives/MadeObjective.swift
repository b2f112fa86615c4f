import Contracts
import Terms

/// What an objective came to in a window, as it was worked out.
struct MadeObjective: MadeResult {
    static var kind: ResultKind { .objective }

    let key: StatementKey
    let resource: ObjectiveResource

    /// The same for two that say the same: what was found, of what, and against which limit.
    var fingerprint: String {
        var hash = Digest()
        hash.add(
            "\(resource.verdict.rawValue)|\(resource.promise)|\(resource.target?.description ?? "")|\(resource.remedy ?? "")")
        hash.add("\(resource.coveragePercent ?? "")|\(resource.measuredSeconds)|\(resource.excludedSeconds)")
        for finding in resource.findings {
            let figure = "\(finding.low ?? "")|\(finding.high ?? "")|\(finding.unit)"
            hash.add("\(finding.part ?? "")|\(finding.population)|\(figure)|\(finding.verdict.rawValue)")
        }
        return hash.text
    }

    var provisional: any EventPayload { ObjectiveProvisional(objective: resource) }
    var restated: any EventPayload { ObjectiveRestated(objective: resource) }

    func final(_ settled: ObjectiveResource) -> any EventPayload { ObjectiveFinal(objective: settled) }
}
