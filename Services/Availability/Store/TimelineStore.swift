import Contracts
import Postgres
import Terms

/// SQL of `component_transitions`.
enum TimelineStore {
    /// The changes of components in a stretch of time, both ends included, and the last one of each before it.
    static func transitions(_ stretch: Interval, components: [String], service: ServiceID, of tenant: TenantID) -> Query {
        """
        select t.component, t.at, t.state from component_transitions t
        where t.tenant_id = \(tenant) and t.service_id = \(service) and t.component = any(\(components))
            and t.at >= \(stretch.start) and t.at <= \(stretch.end)
        union all
        select wanted.component, last.at, last.state from unnest(\(components)) as wanted (component)
        cross join lateral (
            select t.at, t.state from component_transitions t
            where t.tenant_id = \(tenant) and t.service_id = \(service) and t.component = wanted.component
                and t.at < \(stretch.start)
            order by t.at desc limit 1
        ) as last
        order by 2
        """
    }

    /// The timelines, covering the stretch, of every component that the service ever had.
    static func decode(_ rows: Rows, from start: Instant, of service: KnownService) throws -> [String: Timeline] {
        var timelines: [String: Timeline] = [:]
        for component in service.everyComponent {
            timelines[component] = Timeline(initial: ServiceFold.initialState(component, of: service), transitions: [])
        }
        for (component, at, state) in try rows.decode((String, Instant, Int16).self) {
            guard let state = Standing(rawValue: state), timelines[component] != nil else { continue }
            if at < start {
                timelines[component]?.initial = state
            } else {
                timelines[component]?.transitions.append(Transition(at: at.epochSeconds, state: state))
            }
        }
        return timelines
    }

    /// Puts edits of a service in place of what was there.
    static func write(_ edits: [ServiceFold.Changes.TimelineEdit], service: ServiceID, of tenant: TenantID) -> [Query] {
        let changes = edits.flatMap { edit in edit.transitions.map { (edit.component, $0) } }
        return [
            """
            delete from component_transitions t
            using unnest(\(edits.map(\.component)), \(edits.map(\.window.start)), \(edits.map(\.window.end))) \
            as edit (component, first, last)
            where t.tenant_id = \(tenant) and t.service_id = \(service) and t.component = edit.component
                and t.at between edit.first and edit.last
            """,
            """
            insert into component_transitions (tenant_id, service_id, component, at, state)
            select \(tenant), \(service), new.* from unnest(\(changes.map(\.0)), \
            \(changes.map { Instant(epochSeconds: $0.1.at) }), \(changes.map(\.1.state.rawValue))) as new (component, at, state)
            """,
        ]
    }
}
