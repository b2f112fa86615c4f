import Testing

@testable import Terms

@Suite struct AvailabilityVectorTests {
    @Test func everyCase() throws {
        for vector in try VectorCase.all(of: "availability.json") {
            let name = vector.testDescription
            let availability = try evaluate(vector)
            let target = try #require(Percent(vector["target"].text), "\(name)")
            let expected = vector["expect"]
            #expect(availability.totalSeconds == expected["total_seconds"]?.int, "\(name)")
            #expect(availability.excludedSeconds == expected["excluded_seconds"]?.int, "\(name)")
            #expect(availability.unknownSeconds == expected["unknown_seconds"]?.int, "\(name)")
            #expect(availability.downSeconds == expected["down_seconds"]?.int, "\(name)")
            #expect(availability.baseSeconds == expected["base_seconds"]?.int, "\(name)")
            #expect((availability.ratio?.percent ?? "") == expected["availability_percent"]?.text, "\(name)")
            #expect(availability.meets(target) == (expected["met"]?.text == "true"), "\(name)")
            #expect(
                availability.allowedDownSeconds(target).description == expected["allowed_down_seconds_exact"]?.text, "\(name)")
            for ground in Ground.allCases {
                let seconds = expected["excluded_by_ground"]?[ground.rawValue]?.int ?? 0
                #expect(availability.excluded(on: ground).seconds == seconds, "\(name), \(ground.rawValue)")
            }
            expectEverySecondOnce(availability, name)
        }
    }

    private func evaluate(_ vector: VectorCase) throws -> Availability {
        let tree = try vector["tree"].read { ComponentTree($0) }
        var conditions: [String: Condition] = [:]
        for key in tree.components {
            conditions[key] = Condition(
                down: vector["down"][key]?.intervals ?? .empty, unknown: vector["unknown"][key]?.intervals ?? .empty)
        }
        let exclusions = try (vector["exclusions"].elements ?? []).enumerated().map { index, node in
            let ground = try #require(Ground(rawValue: node["ground"]?.text ?? ""))
            return ApprovedExclusion(id: "e\(index)", ground: ground, interval: node.span)
        }
        let maintenance = try (vector["maintenance"].elements ?? []).enumerated().map { index, node in
            let kind = try #require(Maintenance.Kind(rawValue: node["kind"]?.text ?? ""))
            let announced = node["announced_at"].flatMap { $0.isNull ? nil : Instant(epochSeconds: $0.int) }
            return Maintenance(id: "m\(index)", kind: kind, interval: node.span, announcedAt: announced)
        }
        let rules = vector["rules"]
        return try Availability.evaluate(
            window: vector["window"].interval, condition: tree.condition(of: conditions), exclusions: exclusions,
            maintenance: maintenance,
            rules: AvailabilityRules(
                formula: #require(.init(rawValue: vector["formula"].text)),
                unknownPolicy: #require(.init(rawValue: vector["unknown_policy"].text)),
                scheduledNoticeSeconds: rules["scheduled_notice_seconds"]?.int ?? 0,
                emergencyCapSeconds: rules["emergency_cap_seconds"].flatMap { $0.isNull ? nil : $0.int },
                emergencyCapCounts: #require(.init(rawValue: rules["emergency_cap_counts"]?.text ?? ""))))
    }
}

/// Up, down, unknown and every excluded part: together the window, and no second in two of them.
func expectEverySecondOnce(_ availability: Availability, _ name: String) {
    let classes = [availability.up, availability.down, availability.unknown] + availability.excluded.map(\.time)
    let together = classes.reduce(IntervalSet.empty) { $0.union($1) }
    #expect(together == IntervalSet(availability.window), "\(name): not every second is accounted for")
    #expect(classes.reduce(0) { $0 + $1.seconds } == availability.totalSeconds, "\(name): a second is in two classes")
}

extension Node {
    /// `{"start": …, "end": …}`.
    var span: Interval { Interval(self["start"]?.int ?? 0, self["end"]?.int ?? 0) }
}
