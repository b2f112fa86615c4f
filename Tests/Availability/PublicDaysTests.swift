import Contracts
import Terms
import TestSupport
import Testing

@testable import Availability

/// The days of a status page: the tenant's own, and never told to be well when nobody measured anything.
@Suite struct PublicDaysTests {
    private func at(_ text: String) throws -> Instant { try #require(Instant(rfc3339: text)) }

    private func service(from: Instant, _ source: MeasurementSource = .declared) throws -> KnownService {
        let state = ServiceState(
            id: ServiceID(), key: "voice", name: "Voice",
            components: ["a", "b"].map { ComponentState(key: $0, name: nil, source: source) },
            tree: .any([.component("a"), .component("b")]), revision: 1, createdAt: from, updatedAt: from)
        return try #require(KnownService(id: state.id, editions: [.init(from: from, state: state)]))
    }

    private func timeline(_ initial: Standing, _ changes: (Instant, Standing)...) -> Timeline {
        Timeline(initial: initial, transitions: changes.map { Transition(at: $0.0.epochSeconds, state: $0.1) })
    }

    @Test func daysAreTheTenantsAndMayBeShorter() throws {
        let zone = try #require(Zone("Europe/Amsterdam"))
        let days = PublicDays(endingAt: try at("2026-03-30T10:00:00Z"), in: zone)
        #expect(days.first.description == "2025-12-31")
        let down = try at("2026-03-28T22:30:00Z")
        let shown = days.service(
            try service(from: try at("2025-01-01T00:00:00Z")),
            ["a": timeline(.up, (down, .down), (down.advanced(by: 3600), .up)), "b": timeline(.up)])
        let course = shown.components[0].course
        #expect(course.days.count == 90 && course.state == .up && course.changedAt == down.advanced(by: 3600))
        // The 28th ends at 23:00Z; the clocks go forward on the 29th; today is half over.
        #expect(course.days[87...].map(\.seconds) == [86_400, 82_800, 43_200])
        #expect(course.days[87...].map(\.downSeconds) == [1800, 1800, 0])
        #expect(shown.course.days.allSatisfy { $0.downSeconds == 0 && $0.unknownSeconds == 0 }, "the other one was up")
        #expect(shown.components[1].course.changedAt == nil)
    }

    @Test func beforeAServiceWasDefinedNobodyKnows() throws {
        let zone = Zone.utc
        let now = try at("2026-03-30T12:00:00Z")
        let days = PublicDays(endingAt: now, in: zone)
        let known = try service(from: try at("2026-03-29T06:00:00Z"))
        let fresh = days.service(known, ["a": timeline(.up), "b": timeline(.up)])
        for course in [fresh.course, fresh.components[0].course] {
            #expect(course.days[0..<88].allSatisfy { $0.unknownSeconds == $0.seconds })
            #expect(course.days[88].unknownSeconds == 21_600 && course.days[89].unknownSeconds == 0 && course.state == .up)
        }
        // Defined this second, a declared component is up from now on.
        let new = days.service(try service(from: now), ["a": timeline(.up), "b": timeline(.up)])
        #expect(new.course.state == .up && new.course.days[89].unknownSeconds == 43_200)
        // Its history was brought in: what was told is known from then on.
        let told = try at("2026-03-27T00:00:00Z")
        let history = days.service(known, ["a": timeline(.up, (told, .down), (told.advanced(by: 60), .up)), "b": timeline(.up)])
        #expect(
            history.components[0].course.days[86].unknownSeconds == 0 && history.components[0].course.days[86].downSeconds == 60)
        #expect(history.components[0].course.days[85].unknownSeconds == 86_400)
    }

    @Test func silenceIsUnknownAndDownIsDown() throws {
        let now = try at("2026-03-30T12:00:00Z")
        let days = PublicDays(endingAt: now, in: .utc)
        let known = try service(from: try at("2025-01-01T00:00:00Z"))
        let shown = days.service(known, ["a": timeline(.unknown), "b": timeline(.up, (now.advanced(by: -5), .down))])
        #expect(shown.components.map(\.course.state) == [.unknown, .down])
        #expect(shown.course.state == .unknown)
        #expect(shown.components[1].course.days[89].downSeconds == 5)
    }
}
