import Chassis
import Contracts
import HTTPTypes
import Postgres
import Terms

/// `GET /v1/availability`: what was measured, before any agreement is applied to it.
struct AvailabilityRoutes: Sendable {
    /// The longest stretch of one answer, in days.
    private static let daysMaximum: Int64 = 400
    /// Times that a read is begun anew because the definitions changed.
    private static let attempts = 3

    let chassis: Chassis
    let folder: Folder
    let definitions: DefinitionsCache

    var routes: [Route] {
        [
            Route(
                .get, "/v1/availability", roles: .readers, query: ["service", "from", "to", "customer"], handler: get)
        ]
    }

    /// When something was down or unknown, and what that comes to.
    private struct Account: Encodable {
        let component: String?
        let down: [Interval]
        let unknown: [Interval]
        let upSeconds: Int64
        let downSeconds: Int64
        let unknownSeconds: Int64
        let totalSeconds: Int64
        /// Of the time of which anything is known.
        let availability: Ratio?
        let availabilityPercent: String?

        init(_ component: String?, _ condition: Condition, _ window: Interval) {
            self.component = component
            down = condition.down.intervals
            unknown = condition.unknown.intervals
            totalSeconds = window.seconds
            downSeconds = condition.down.seconds
            unknownSeconds = condition.unknown.seconds
            upSeconds = totalSeconds - downSeconds - unknownSeconds
            availability = Ratio(upSeconds, of: upSeconds + downSeconds)
            availabilityPercent = availability?.percent
        }
    }

    private struct Answer: Encodable {
        let service: ServiceID
        let serviceKey: String
        let from: Instant
        let to: Instant
        let timeline: Account
        let components: [Account]
    }

    private func get(_ request: APIRequest) async throws -> Reply {
        let name = try request.query.required("service")
        let now = chassis.clock.now
        guard let from = try request.query.instant("from") else { throw Problem.badQuery("from", "is required") }
        let to = min(try request.query.instant("to") ?? now, now)
        guard from < to else { throw Problem.badQuery("from", "must be before to and before now") }
        guard to - from <= Self.daysMaximum * 86_400 else {
            throw Problem.badQuery("to", "must be at most \(Self.daysMaximum) days after from")
        }
        let scope = try await ServiceScope.of(request, chassis, after: folder)
        let window = Interval(from, to)
        for _ in 0..<Self.attempts {
            let known = try await definitions.definitions(request.tenant) { $0.service(name) != nil }
            let service = try scope.service(name, known)
            let wanted = [ServiceStretch(service: service, stretch: window)]
            let rows = try await folder.read(
                [
                    DefinitionStore.version(request.tenant),
                    TimelineStore.transitions(wanted, of: request.tenant),
                ], request.tenant)
            guard try rows[0].decodeFirst(Int64.self) == known.version else {
                _ = try await definitions.reload(request.tenant)
                continue
            }
            let timelines = try TimelineStore.decode(rows[1], wanted)[service.id] ?? [:]
            let own = scope.customer?.outages.filter { $0.service == service.id }.downtime.values.first ?? [:]
            return try .json(Self.answer(service, timelines, own, window))
        }
        throw Problem.unavailable("the service is being redefined")
    }

    /// What a service was: for a customer with the time that was down for it alone.
    private static func answer(
        _ service: KnownService, _ timelines: [String: Timeline], _ own: [String: IntervalSet], _ window: Interval
    ) -> Answer {
        let facts = ServiceFacts(
            service: service, stretch: window, timelines: timelines, maintenance: [], notices: NoticeBook(),
            exclusions: []
        ).adding(own)
        let conditions = facts.components(in: window)
        return Answer(
            service: service.id, serviceKey: service.key, from: window.start, to: window.end,
            timeline: Account(nil, facts.condition(in: window), window),
            components: service.everyComponent.map { Account($0, conditions[$0] ?? .up, window) })
    }
}
