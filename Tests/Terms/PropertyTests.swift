import Testing

@testable import Terms

/// What must hold whatever the facts are; facts from a seeded generator.
@Suite struct PropertyTests {
    private static let span: Int64 = 240

    private func randomSet(_ generator: inout SeededGenerator, within span: Int64 = span) -> IntervalSet {
        IntervalSet(
            (0..<Int.random(in: 0...8, using: &generator)).map { _ in
                let start = Int64.random(in: -20..<span, using: &generator)
                return Interval(start, start + Int64.random(in: 0...span / 4, using: &generator))
            })
    }

    /// Second by second, the slow and certain way.
    private func bits(_ set: IntervalSet) -> [Bool] {
        (-40..<Self.span + 100).map { second in
            set.intervals.contains { $0.contains(Instant(epochSeconds: second)) }
        }
    }

    private func expectNormal(_ set: IntervalSet, _ name: Comment) {
        #expect(set.intervals.allSatisfy { !$0.isEmpty }, name)
        #expect(zip(set.intervals, set.intervals.dropFirst()).allSatisfy { $0.end < $1.start }, name)
    }

    @Test(arguments: 0..<400 as Range<UInt64>)
    func intervalAlgebraAgreesWithEverySecond(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let sets = (0..<4).map { _ in randomSet(&generator) }
        let (a, b) = (sets[0], sets[1])
        let window = Interval(Int64.random(in: 0...100, using: &generator), Int64.random(in: 50...240, using: &generator))
        let inWindow = bits(IntervalSet(window))

        let union = a.union(b)
        let shared = a.intersection(b)
        let rest = a.subtracting(b)
        let clipped = a.clipped(to: window)
        let holes = a.complement(in: window)
        #expect(bits(union) == zip(bits(a), bits(b)).map { $0 || $1 })
        #expect(bits(shared) == zip(bits(a), bits(b)).map { $0 && $1 })
        #expect(bits(rest) == zip(bits(a), bits(b)).map { $0 && !$1 })
        #expect(bits(clipped) == zip(bits(a), inWindow).map { $0 && $1 })
        #expect(bits(holes) == zip(bits(a), inWindow).map { !$0 && $1 })
        for (set, name) in [
            (union, "union"), (shared, "intersection"), (rest, "difference"), (clipped, "clip"), (holes, "holes"),
        ] {
            expectNormal(set, "\(name)")
        }
        #expect(a.seconds == Int64(bits(a).count { $0 }))
        let first = Int64.random(in: 0...100, using: &generator)
        #expect(a.prefix(seconds: first).seconds == min(first, a.seconds))
        for count in 1...5 {
            let covered = IntervalSet.coveredBy(atLeast: count, of: sets)
            expectNormal(covered, "cover")
            let counts = sets.map(bits).reduce(Array(repeating: 0, count: bits(a).count)) { sums, bits in
                zip(sums, bits).map { $0 + ($1 ? 1 : 0) }
            }
            #expect(bits(covered) == counts.map { $0 >= count })
        }
    }

    private func randomTree(_ generator: inout SeededGenerator, depth: Int = 0) -> ComponentTree {
        let keys = ["a", "b", "c", "d"]
        let kind = depth > 2 ? 0 : Int.random(in: 0...3, using: &generator)
        if kind == 0 { return .component(keys[Int.random(in: 0..<4, using: &generator)]) }
        let parts = (0..<Int.random(in: 1...4, using: &generator)).map { _ in randomTree(&generator, depth: depth + 1) }
        switch kind {
        case 1: return .all(parts)
        case 2: return .any(parts)
        default: return .atLeast(Int.random(in: 1...parts.count, using: &generator), parts)
        }
    }

    /// nil is unknown.
    private func isUp(_ tree: ComponentTree, _ state: (String) -> Bool?) -> Bool? {
        let parts: [Bool?]
        let needed: Int
        switch tree {
        case .component(let key): return state(key)
        case .all(let trees): (parts, needed) = (trees.map { isUp($0, state) }, trees.count)
        case .any(let trees): (parts, needed) = (trees.map { isUp($0, state) }, 1)
        case .atLeast(let count, let trees): (parts, needed) = (trees.map { isUp($0, state) }, count)
        }
        if parts.count(where: { $0 == true }) >= needed { return true }
        return parts.count(where: { $0 != false }) < needed ? false : nil
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func treesAgreeWithEverySecond(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed &+ 1_000_000)
        let tree = randomTree(&generator)
        var conditions: [String: Condition] = [:]
        for key in tree.components { conditions[key] = Condition(down: randomSet(&generator), unknown: randomSet(&generator)) }
        let whole = tree.condition(of: conditions)
        for second in 0..<Self.span {
            let instant = Instant(epochSeconds: second)
            let expected = isUp(tree) { key in
                let condition = conditions[key] ?? .up
                return condition.down.contains(instant) ? false : condition.unknown.contains(instant) ? nil : true
            }
            #expect(whole.down.contains(instant) == (expected == false))
            #expect(whole.unknown.contains(instant) == (expected == nil))
        }
        #expect(try tree.node.read { ComponentTree($0) } == tree)
    }

    private func randomFacts(_ generator: inout SeededGenerator, _ window: Interval) -> ([ApprovedExclusion], [Maintenance]) {
        let interval = { (generator: inout SeededGenerator) in
            let start = window.start.advanced(by: Int64.random(in: -20...Self.span, using: &generator))
            return Interval(start, start.advanced(by: Int64.random(in: 1...60, using: &generator)))
        }
        let exclusions = (0..<Int.random(in: 0...4, using: &generator)).map { index in
            ApprovedExclusion(
                id: "e\(index)", ground: Ground.allCases.randomElement(using: &generator) ?? .other,
                interval: interval(&generator))
        }
        let maintenance = (0..<Int.random(in: 0...3, using: &generator)).map { index in
            let interval = interval(&generator)
            let notice = Int64.random(in: 0...4, using: &generator) * 86_400
            return Maintenance(
                id: "m\(index)", kind: Bool.random(using: &generator) ? .scheduled : .emergency, interval: interval,
                announcedAt: interval.start.advanced(by: -notice))
        }
        return (exclusions, maintenance)
    }

    private func randomRules(_ generator: inout SeededGenerator) -> AvailabilityRules {
        AvailabilityRules(
            formula: Bool.random(using: &generator) ? .excludedRemoved : .excludedCountsAsUp,
            unknownPolicy: [.excluded, .up, .down].randomElement(using: &generator) ?? .up, scheduledNoticeSeconds: 172_800,
            emergencyCapSeconds: Bool.random(using: &generator) ? 30 : nil,
            emergencyCapCounts: Bool.random(using: &generator) ? .downtime : .maintenance)
    }

    @Test(arguments: 0..<400 as Range<UInt64>)
    func availabilityIsAccountedForAndNeverRisesWithDowntime(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed &+ 2_000_000)
        let window = Interval(0, Self.span)
        let (exclusions, maintenance) = randomFacts(&generator, window)
        let rules = randomRules(&generator)
        let down = randomSet(&generator)
        let unknown = randomSet(&generator)
        let evaluate = { (down: IntervalSet) in
            Availability.evaluate(
                window: window, condition: Condition(down: down, unknown: unknown), exclusions: exclusions,
                maintenance: maintenance,
                rules: rules)
        }
        let availability = evaluate(down)
        expectEverySecondOnce(availability, "seed \(seed)")
        // Time that turns from unknown to down is no longer outage: where unknown counts as down it was one already, and
        // an emergency may excuse it only now.
        let longer = evaluate(down.union(randomSet(&generator).subtracting(unknown)))
        if let before = availability.ratio {
            #expect(before.numerator >= 0 && before.numerator <= before.denominator)
            if let after = longer.ratio { #expect(after <= before, "more downtime raised the availability") }
        }
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func statementsAccountForEverySecond(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed &+ 3_000_000)
        let document = try Self.zecto.get()
        let commitment = try #require(document.commitments.first)
        let window = Window(kind: .month, interval: Interval(0, Self.span), label: "test")
        let (exclusions, maintenance) = randomFacts(&generator, window.interval)
        let tree = randomTree(&generator)
        var components: [String: Condition] = [:]
        for key in tree.components where Int.random(in: 0...9, using: &generator) > 0 {
            components[key] = Condition(down: randomSet(&generator), unknown: randomSet(&generator))
        }
        let facts = StatementFacts(components: components, exclusions: exclusions, maintenance: maintenance)
        let asOf = Instant(epochSeconds: Int64.random(in: -10...Self.span + 10, using: &generator))
        let statement = StatementEvaluation.evaluate(
            commitment: commitment, document: document, service: "cpaas", tree: tree, window: window, facts: facts, asOf: asOf)
        expectAccount(statement, "seed \(seed)")
        #expect(statement.budget.allowedSeconds == statement.budget.leftSeconds + Rational(statement.budget.spentSeconds))
        #expect(statement.qualifications.reduce(0) { $0 + $1.excludedSeconds } >= statement.seconds.excluded)
        // What was certain while the window was open holds when it is over, on the same facts.
        let closed = StatementEvaluation.evaluate(
            commitment: commitment, document: document, service: "cpaas", tree: tree, window: window,
            facts: StatementFacts(
                components: components.mapValues {
                    $0.clipped(to: Interval(window.interval.start, max(asOf, window.interval.start)))
                },
                exclusions: [], maintenance: []), asOf: window.interval.end)
        let open = StatementEvaluation.evaluate(
            commitment: commitment, document: document, service: "cpaas", tree: tree, window: window,
            facts: StatementFacts(components: components), asOf: asOf)
        if open.verdict == .missed || open.verdict == .met, components.count == tree.components.count {
            #expect(closed.verdict == open.verdict, "seed \(seed)")
        }
    }

    private static let zecto = Result { try Demo.document("zecto") }
}
