import Contracts
import Foundation
import Terms
import Testing

@Suite struct EnvelopeTests {
    struct Thing: EventPayload, Equatable {
        static let type = "pledge.agreements.thing.changed.v1"
        let thingName: String
        let count: Int
    }

    let tenant = TenantID()
    let time = Instant(epochSeconds: 1_773_106_200)

    @Test func isCloudEvents() throws {
        let trace = Traceparent()
        let envelope = try EventEnvelope(
            Thing(thingName: "x", count: 2), tenant: tenant, subject: "thg", source: .agreements, time: time,
            traceparent: trace.description)
        let json = try #require(JSONSerialization.jsonObject(with: envelope.json) as? [String: Any])
        #expect(json["specversion"] as? String == "1.0")
        #expect(json["id"] as? String == envelope.id.description)
        #expect(json["source"] as? String == "/pledge/agreements")
        #expect(json["type"] as? String == Thing.type)
        #expect(json["subject"] as? String == "thg")
        #expect(json["time"] as? String == "2026-03-10T01:30:00Z")
        #expect(json["tenantid"] as? String == tenant.description)
        #expect(json["traceparent"] as? String == trace.description)
        #expect(json["datacontenttype"] as? String == "application/json")
        #expect((json["data"] as? [String: Any])?["thing_name"] as? String == "x")
    }

    @Test func extensionNamesAreThoseThatCloudEventsAllows() throws {
        let envelope = try EventEnvelope(
            Thing(thingName: "x", count: 2), tenant: tenant, subject: "s", source: .agreements, time: time, traceparent: "t")
        let json = try #require(JSONSerialization.jsonObject(with: envelope.json) as? [String: Any])
        for name in json.keys {
            #expect(name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) } && name.utf8.count <= 20)
        }
    }

    @Test func readsBackAndKeepsTheBytes() throws {
        let written = try EventEnvelope(
            Thing(thingName: "x", count: 2), tenant: tenant, subject: "s", source: .availability, time: time)
        let read = try EventEnvelope(json: written.json)
        #expect(read.json == written.json)
        #expect(read.id == written.id && read.tenant == tenant && read.source == .availability && read.time == time)
        #expect(read.traceparent == nil)
        #expect(try read.payload(Thing.self) == Thing(thingName: "x", count: 2))
    }

    @Test func refusesWhatIsNotOurs() {
        let text = #"{"specversion":"0.3","id":"x","source":"/other","type":"t","subject":"s","time":"2026-03-10T01:30:00Z"}"#
        #expect(throws: DecodingError.self) { try EventEnvelope(json: Data(text.utf8)) }
    }
}

@Suite struct TraceparentTests {
    @Test func readsAndContinues() throws {
        let text = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        let parent = try #require(Traceparent(text))
        #expect(parent.description == text)
        let child = parent.child()
        #expect(child.traceID == parent.traceID && child.spanID != parent.spanID && child.flags == 1)
        #expect(Traceparent(child.description) == child)
        #expect(Traceparent("cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-comes-later") != nil)
    }

    @Test(arguments: [
        "", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7", "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01", "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
        "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
    ])
    func refuses(_ text: String) {
        #expect(Traceparent(text) == nil)
    }

    @Test func newOnesAreValid() {
        for _ in 0..<100 { #expect(Traceparent(Traceparent().description) != nil) }
    }
}
