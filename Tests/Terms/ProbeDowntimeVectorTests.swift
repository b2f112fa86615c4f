import Testing

@testable import Terms

@Suite struct ProbeDowntimeVectorTests {
    @Test func everyCase() throws {
        for vector in try VectorCase.all(of: "probe-downtime.json") {
            let samples = (vector["samples"].elements ?? []).map { node in
                let parts = node.elements ?? []
                return ProbeSample(location: parts[0].text, at: Instant(epochSeconds: parts[1].int), isUp: parts[2].text == "up")
            }
            let condition = ProbeDowntime.derive(
                samples: samples, locations: (vector["locations"].elements ?? []).map(\.text), quorum: Int(vector["quorum"].int),
                confirm: Int(vector["confirm"].int), staleSeconds: vector["stale_seconds"].int, window: vector["window"].interval)
            #expect(condition.down == vector["expect"]["down"]?.intervals, "\(vector.testDescription)")
            #expect(condition.unknown == vector["expect"]["unknown"]?.intervals, "\(vector.testDescription)")
        }
    }
}
