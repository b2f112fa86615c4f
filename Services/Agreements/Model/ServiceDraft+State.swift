import Contracts
import Terms

extension ServiceDraft {
    /// The new service.
    func service(id: ServiceID, at now: Instant) -> ServiceState {
        ServiceState(
            id: id, key: key, name: name, components: components, tree: tree, revision: 1, createdAt: now, updatedAt: now)
    }

    /// The service after the change.
    func applied(to service: ServiceState, at now: Instant) -> ServiceState {
        var changed = service
        changed.key = key
        changed.name = name
        changed.components = components
        changed.tree = tree
        changed.revision += 1
        changed.updatedAt = now
        return changed
    }
}
