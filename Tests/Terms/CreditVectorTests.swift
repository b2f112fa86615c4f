import Testing

@testable import Terms

@Suite struct CreditVectorTests {
    @Test func everyCase() throws {
        for vector in try VectorCase.all(of: "credits.json") {
            let name = vector.testDescription
            let missed = try (vector["commitments"].elements ?? []).map { commitment in
                let written = try #require(commitment["schedule"])
                let target = try written["target"].map { try #require(Percent($0.text)) } ?? .hundred
                let schedule = Node(.map(written.members.filter { $0.key != "target" }))
                let share = commitment["availability"]?.elements ?? []
                return Credit.Missed(
                    schedule: try schedule.read(RemedySchedule.init), target: target,
                    availability: try #require(Ratio(share[0].int, of: share[1].int)))
            }
            let fees = vector["fees_minor"].members.reduce(into: [String: Int64]()) { $0[$1.key] = $1.node.int }
            let stacking = try #require(Credit.Stacking(rawValue: vector["stacking"].text))
            let cap = Percent(vector["cap_percent"].text)
            #expect((cap == nil) == vector["cap_percent"].isNull, "\(name)")
            let base = (vector["base"].elements ?? []).map(\.text)
            let credit = try #require(Credit.evaluate(missed, feesMinor: fees, base: base, stacking: stacking, cap: cap))
            let expected = vector["expect"]
            #expect(credit.percents.map(\.description) == expected["credit_percents"]?.elements?.map(\.text), "\(name)")
            #expect(credit.appliedPercent.description == expected["applied_percent"]?.text, "\(name)")
            #expect(credit.amountMinor == expected["credit_minor"]?.int, "\(name)")
        }
    }
}
