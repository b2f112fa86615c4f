import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Agreements

@Suite struct CatalogueTests {
    @Test func aServiceIsTakenAsItWasDefined() async throws {
        try await World.with { world in
            let answer = try await world.service.send(.POST, "/v1/services", as: world.admin, json: Bodies.service("cpaas"))
            #expect(answer.status == 201, "\(answer.text)")
            let service = try answer.decode(ServiceResource.self)
            #expect(service.tree == .all([.component("api"), .atLeast(1, [.component("sms"), .component("voice")])]))
            #expect(service.components.map(\.key) == ["api", "sms", "voice"])
            #expect(
                service.components[0].source
                    == .probe(
                        ProbeSource(
                            locations: ["khi", "lhe"], quorum: 2, confirm: 2, staleSeconds: 90,
                            prometheus: PrometheusProbe(
                                series: "probe_success", labels: ["service": "cpaas"], locationLabel: "location"))))
            #expect(answer.at("components", "1", "source", "down_error_rate") == "99.5")
            let event = try #require(try await world.service.told().last)
            let state = try event.payload(ServiceDefined.self).service
            #expect(state.components.map(\.source) == service.components.compactMap(\.source))
            #expect(state.tree == service.tree)

            let shown = try await world.service.send(.GET, "/v1/services/\(service.id)", as: world.admin)
            #expect(try shown.decode(ServiceResource.self) == service)
            let changed = try await world.service.send(
                .PUT, "/v1/services/\(service.id)", as: world.admin,
                json:
                    #"{"key": "cpaas", "name": "CPaaS", "components": [{"key": "api", "source": {"kind": "declared"}}], "tree": {"component": "api"}}"#,
                ifMatch: "\"v1\"")
            #expect(changed.status == 200)
            #expect(try await world.service.told().last?.payload(ServiceChanged.self).service.revision == 2)
        }
    }

    /// Each entry: what is wrong, the body, and where the errors are.
    static let wrongServices: [(String, String, [String])] = [
        ("nothing", #"{}"#, ["#/key", "#/name", "#/components", "#/tree"]),
        (
            "no components", #"{"key": "s", "name": "S", "components": [], "tree": {"component": "a"}}"#,
            ["#/components", "#/tree/component"]
        ),
        (
            "unknown component in the tree",
            service(#"{"key": "a", "source": {"kind": "declared"}}"#, #"{"all": [{"component": "a"}, {"component": "b"}]}"#),
            ["#/tree/all/1/component"]
        ),
        (
            "component outside the tree",
            service(
                #"{"key": "a", "source": {"kind": "declared"}}, {"key": "b", "source": {"kind": "declared"}}"#,
                #"{"component": "a"}"#),
            ["#/components/1"]
        ),
        (
            "duplicate keys",
            service(
                #"{"key": "a", "source": {"kind": "declared"}}, {"key": "a", "source": {"kind": "declared"}}"#,
                #"{"component": "a"}"#),
            ["#/components"]
        ),
        (
            "two forms in one node",
            service(#"{"key": "a", "source": {"kind": "declared"}}"#, #"{"component": "a", "all": [{"component": "a"}]}"#),
            ["#/tree"]
        ),
        (
            "an empty all", service(#"{"key": "a", "source": {"kind": "declared"}}"#, #"{"all": []}"#),
            ["#/components/0", "#/tree/all"]
        ),
        (
            "at least more than there are",
            service(#"{"key": "a", "source": {"kind": "declared"}}"#, #"{"at_least": 2, "of": [{"component": "a"}]}"#),
            ["#/tree/at_least"]
        ),
        (
            "unknown kind", service(#"{"key": "a", "source": {"kind": "guess"}}"#, #"{"component": "a"}"#),
            ["#/components/0/source/kind"]
        ),
        (
            "a probe without locations and staleness",
            service(#"{"key": "a", "source": {"kind": "probe"}}"#, #"{"component": "a"}"#),
            ["#/components/0/source/locations", "#/components/0/source/stale_seconds"]
        ),
        (
            "more quorum than locations",
            service(
                #"{"key": "a", "source": {"kind": "probe", "locations": ["x"], "quorum": 2, "stale_seconds": 60}}"#,
                #"{"component": "a"}"#),
            ["#/components/0/source/quorum"]
        ),
        (
            "several locations in one series",
            service(
                #"{"key": "a", "source": {"kind": "probe", "locations": ["x", "y"], "stale_seconds": 60, "prometheus": {"series": "up"}}}"#,
                #"{"component": "a"}"#), ["#/components/0/source/prometheus"]
        ),
        (
            "no metric's name",
            service(
                #"{"key": "a", "source": {"kind": "probe", "locations": ["x"], "stale_seconds": 60, "prometheus": {"series": "1up", "labels": {"a-b": "x"}}}}"#,
                #"{"component": "a"}"#),
            ["#/components/0/source/prometheus/labels/a-b", "#/components/0/source/prometheus/series"]
        ),
        (
            "rates and times out of bounds",
            service(
                #"{"key": "a", "source": {"kind": "requests", "slice_seconds": 0, "down_error_rate": "0", "stale_seconds": 90000}}"#,
                #"{"component": "a"}"#),
            [
                "#/components/0/source/down_error_rate", "#/components/0/source/slice_seconds",
                "#/components/0/source/stale_seconds",
            ]
        ),
        (
            "unknown members",
            service(#"{"key": "a", "sauce": 1, "source": {"kind": "declared", "quorum": 1}}"#, #"{"component": "a"}"#),
            ["#/components/0/sauce", "#/components/0/source/quorum"]
        ),
        (
            "a clash within",
            service(
                #"{"key": "a", "source": {"kind": "probe", "locations": ["x"], "stale_seconds": 60, "prometheus": {"series": "up", "labels": {"job": "j"}}}}, {"key": "b", "source": {"kind": "probe", "locations": ["x"], "stale_seconds": 60, "prometheus": {"series": "up", "labels": {"instance": "i"}}}}"#,
                #"{"all": [{"component": "a"}, {"component": "b"}]}"#), ["#/components/1/source"]
        ),
    ]

    private static func service(_ components: String, _ tree: String) -> String {
        #"{"key": "s", "name": "S", "components": [\#(components)], "tree": \#(tree)}"#
    }

    @Test func whatIsWrongWithAServiceIsNamedAllAtOnce() async throws {
        try await World.with { world in
            for (what, body, pointers) in Self.wrongServices {
                let answer = try await world.service.send(.POST, "/v1/services", as: world.admin, json: body)
                #expect(answer.status == 422, "\(what): \(answer.text)")
                #expect(try answer.problem().errors.map(\.pointer).sorted() == pointers.sorted(), "\(what): \(answer.text)")
            }
            let deep = (0..<12).reduce(#"{"component": "a"}"#) { tree, _ in #"{"all": [\#(tree)]}"# }
            let answer = try await world.service.send(
                .POST, "/v1/services", as: world.admin, json: Self.service(#"{"key": "a", "source": {"kind": "declared"}}"#, deep)
            )
            #expect(answer.status == 422)
            #expect(answer.text.contains("nested deeper"))
            let many = (0..<201).map { #"{"key": "c\#($0)", "source": {"kind": "declared"}}"# }.joined(separator: ",")
            let tooMany = try await world.service.send(
                .POST, "/v1/services", as: world.admin, json: Self.service(many, #"{"component": "c0"}"#))
            #expect(tooMany.status == 422)
            #expect(try await world.service.send(.GET, "/v1/services", as: world.admin).at("data") == "[]")
            #expect(try await world.service.told().count == 1)
        }
    }

    @Test func aSeriesFeedsOneComponentOfTheTenant() async throws {
        try await World.with { world in
            _ = try await world.service("cpaas")
            let body = Bodies.service("voice").replacing(#""labels": {"service": "voice"}"#, with: #""labels": {"job": "any"}"#)
            let clash = try await world.service.send(.POST, "/v1/services", as: world.admin, json: body)
            #expect(clash.status == 422, "\(clash.text)")
            #expect(
                try clash.problem().errors.map(\.pointer)
                    == [
                        "#/components/0/source", "#/components/1/source", "#/components/1/source", "#/components/1/source",
                        "#/components/1/source",
                    ].prefix(try clash.problem().errors.count).map { $0 })
            #expect(clash.text.contains("the component api of the service cpaas"))
            // Another tenant's series are its own.
            let other = try await world.another()
            #expect(try await other.service.send(.POST, "/v1/services", as: other.admin, json: body).status == 201)
            // And a service does not clash with its own earlier state.
            let id = try await world.service("email")
            let again = try await world.service.send(
                .PUT, "/v1/services/\(id)", as: world.admin, json: Bodies.service("email"), ifMatch: "\"v1\"")
            #expect(again.status == 200)
        }
    }

    @Test func customersSeeTheServicesTheySubscribeToAndNotHowTheyAreMeasured() async throws {
        try await World.with { world in
            let all = try await world.full()
            let hidden = try await world.service("hidden")
            let caller = Caller.of(world.tenant, .member, customer: all.customer)
            let list = try await world.service.send(.GET, "/v1/services", as: caller)
            #expect(try list.decode(ListPage<ServiceResource>.self).data.map(\.id) == [all.service])
            #expect(!list.text.contains("source"))
            #expect(try await world.service.send(.GET, "/v1/services/\(all.service)", as: caller).status == 200)
            #expect(try await world.service.send(.GET, "/v1/services/\(hidden)", as: caller).status == 404)
            #expect(try await world.service.send(.GET, "/v1/calendars", as: caller).status == 403)
        }
    }

    @Test func aCalendarLives() async throws {
        try await World.with { world in
            let id = try await world.calendar()
            let shown = try await world.service.send(.GET, "/v1/calendars/\(id)", as: .of(world.tenant, .agent))
            #expect(shown.at("holidays") == #"["2026-03-23","2026-08-14"]"#)
            #expect(shown.at("weekly", "fri", "1", "0") == "14:00")
            let changed = try await world.service.send(
                .PUT, "/v1/calendars/\(id)", as: world.admin,
                json:
                    #"{"key": "office", "name": "Always on Monday", "time_zone": "Europe/Amsterdam", "weekly": {"mon": [["00:00", "24:00"]]}}"#,
                ifMatch: "\"v1\"")
            #expect(changed.status == 200, "\(changed.text)")
            let told = try await world.service.told().filter { $0.type == CalendarChanged.type }
            #expect(told.count == 2)
            #expect(try told.last?.payload(CalendarChanged.self).calendar.weekly == ["mon": [["00:00", "24:00"]]])

            let wrong = try await world.service.send(
                .POST, "/v1/calendars", as: world.admin,
                json:
                    #"{"key": "K", "name": "", "time_zone": "PKT", "weekly": {"monday": [], "tue": [["9:00", "18:00"], ["09:00"]]}, "holidays": ["2026-02-29", 5]}"#
            )
            #expect(wrong.status == 422)
            #expect(
                try wrong.problem().errors.map(\.pointer).sorted() == [
                    "#/holidays/0", "#/holidays/1", "#/key", "#/name", "#/time_zone", "#/weekly/monday", "#/weekly/tue/0",
                    "#/weekly/tue/1",
                ], "\(wrong.text)")
            let closed = try await world.service.send(
                .POST, "/v1/calendars", as: world.admin,
                json: #"{"key": "k", "name": "K", "time_zone": "UTC", "weekly": {}}"#)
            #expect(try closed.problem().errors.map(\.pointer) == ["#/weekly"])
        }
    }
}
