import Contracts
import Terms

extension IncidentTerms {
    /// How far an incident reaches, in the words of public status pages: the gravest priority of the agreements is critical, the
    /// next major, all others minor. Where no priority says it, what counts as down is major.
    func impact(of incident: IncidentResource) -> PublicIncidents.Impact {
        guard let priority = incident.priority, let place = priorities.firstIndex(where: { $0.key == priority }) else {
            return incident.countsAsDown ? .major : .minor
        }
        return place == 0 ? .critical : place == 1 ? .major : .minor
    }
}
