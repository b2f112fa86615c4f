import Contracts
import Postgres
import Terms

/// SQL of `component_transitions`.
enum TimelineStore {
    /// The changes of every component of services in their stretches of time, both ends included, and the last one of each
    /// before it.
    ///
    /// `offset 0` keeps the planner from joining: it looks each component up, where a join would read the whole tenant's.
    static func transitions(_ wanted: [ServiceStretch], of tenant: TenantID) -> Query {
        let components = wanted.flatMap { wanted in wanted.service.everyComponent.map { (wanted, $0) } }
        let each = components.map(\.0)
        return """
            with wanted as (
                select * from unnest(\(each.services), \(components.map(\.1)), \(each.starts), \(each.ends))
                    as w (service_id, component, first, last)
            )
            select w.service_id, w.component, t.at, t.state from wanted w
            cross join lateral (
                select at, state from component_transitions t
                where t.tenant_id = \(tenant) and t.service_id = w.service_id and t.component = w.component
                    and t.at >= w.first and t.at <= w.last
                offset 0
            ) as t
            union all
            select w.service_id, w.component, last.at, last.state from wanted w
            cross join lateral (
                select t.at, t.state from component_transitions t
                where t.tenant_id = \(tenant) and t.service_id = w.service_id and t.component = w.component
                    and t.at < w.first
                order by t.at desc limit 1
            ) as last
            order by 3
            """
    }

    /// The timelines, covering the stretches, of every component that each service ever had.
    static func decode(_ rows: Rows, _ wanted: [ServiceStretch]) throws -> [ServiceID: [String: Timeline]] {
        var timelines: [ServiceID: [String: Timeline]] = [:]
        var starts: [ServiceID: Instant] = [:]
        for wanted in wanted {
            let service = wanted.service
            starts[service.id] = wanted.stretch.start
            timelines[service.id] = Dictionary(
                uniqueKeysWithValues: service.everyComponent.map {
                    ($0, Timeline(initial: ServiceFold.initialState($0, of: service), transitions: []))
                })
        }
        for (service, component, at, state) in try rows.decode((ServiceID, String, Instant, Int16).self) {
            guard let state = Standing(rawValue: state), let start = starts[service],
                timelines[service]?[component] != nil
            else { continue }
            if at < start {
                timelines[service]?[component]?.initial = state
            } else {
                timelines[service]?[component]?.transitions.append(Transition(at: at.epochSeconds, state: state))
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
