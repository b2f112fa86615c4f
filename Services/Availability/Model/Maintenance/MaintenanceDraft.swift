import Contracts
import Terms

/// What a request says about new maintenance.
struct MaintenanceDraft: Sendable {
    let service: String
    let components: [String]?
    let kind: MaintenanceResource.Kind
    let from: Instant
    let to: Instant
    let title: String
    let announcedAt: Instant?
    let proof: String?

    /// Reads a body; problems are noted with the reader.
    init(_ body: NodeReader) {
        service = body["service"].text(1...Scope.nameLength)
        components = Scope.components(body)
        kind = body["kind"].choice()
        (from, to) = Scope.stretch(body)
        title = body["title"].text(1...200)
        announcedAt = body.ifPresent("announced_at") { $0.instant() }
        proof = body.ifPresent("proof") { $0.text(1...1000) }
        if announcedAt != nil, proof == nil { body["proof"].fail("is required with announced_at") }
        if announcedAt == nil, proof != nil { body["proof"].fail("is only taken with announced_at") }
    }

    /// The maintenance that comes of it.
    func resource(_ service: KnownService, by principal: String, at now: Instant) -> MaintenanceResource {
        let announced = announcedAt ?? now
        return MaintenanceResource(
            id: MaintenanceID(), service: service.id, serviceKey: service.key, components: components, kind: kind, from: from,
            to: to, title: title, announcedAt: announced, proof: proof, state: MaintenanceRules.state(from, to, at: now),
            covered: [.init(from: from, to: to, announcedAt: announced)], announcedBy: principal, version: 1, createdAt: now,
            updatedAt: now)
    }
}

/// What a request says about a change of maintenance.
struct MaintenanceChange: Sendable {
    let from: Instant
    let to: Instant
    let title: String

    /// Reads a body; problems are noted with the reader.
    init(_ body: NodeReader) {
        (from, to) = Scope.stretch(body)
        title = body["title"].text(1...200)
    }
}

/// What maintenance and exclusions are about.
enum Scope {
    /// Characters of a service's key or id.
    static let nameLength = 64
    /// Components that are named.
    static let componentsMaximum = 200
    /// The longest stretch in days: what is longer is a typing error.
    static let daysMaximum: Int64 = 366

    /// The components that are named; nil for the whole service.
    static func components(_ body: NodeReader) -> [String]? {
        body.ifPresent("components") { list in
            list.list(1...componentsMaximum) { $0.text(1...nameLength) }
        }
    }

    /// From when until when.
    static func stretch(_ body: NodeReader) -> (from: Instant, to: Instant) {
        let from = body["from"].instant()
        let to = body["to"].instant()
        // A time that could not be read has been complained about, and stands as the epoch.
        guard from.epochSeconds != 0, to.epochSeconds != 0 else { return (from, to) }
        if to <= from { body["to"].fail("must be after from") }
        if to - from > daysMaximum * 86_400 { body["to"].fail("must be at most \(daysMaximum) days after from") }
        return (from, to)
    }

    /// The service, when it has all the components.
    ///
    /// - Throws: 422 for whatever is not defined.
    static func service(_ name: String, _ components: [String]?, _ definitions: Definitions) throws(Problem) -> KnownService {
        guard let service = definitions.service(name) else { throw .validation("#/service", "no such service is defined") }
        let known = Set(service.everyComponent)
        let errors = (components ?? []).enumerated().filter { !known.contains($0.element) }.map {
            FieldError(pointer: "#/components/\($0.offset)", detail: "the service has no such component")
        }
        guard errors.isEmpty else { throw .validation(errors) }
        return service
    }
}
