import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Notifications

/// The rules of webhooks, without any network.
@Suite struct WebhookRuleTests {
    @Test(arguments: [
        "10.0.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.168.1.1",
        "100.64.0.1",
        "0.0.0.0", "255.255.255.255", "224.0.0.1", "198.18.0.1", "192.0.2.7", "::", "::1", "fe80::1", "fc00::1", "fd12::1",
        "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::",
        "2001:db8::1", "2001::1", "100::1", "fec0::1", "64:ff9b:1::1",
    ])
    func closed(_ text: String) throws {
        #expect(!AddressRules(allowed: []).permits(try #require(NetworkAddress(text))))
    }

    @Test(arguments: [
        "1.1.1.1", "172.32.0.1", "172.15.255.255", "11.0.0.1", "2606:4700::1111", "64:ff9b::101:101", "100.128.0.1",
    ])
    func open(_ text: String) throws {
        #expect(AddressRules(allowed: []).permits(try #require(NetworkAddress(text))))
    }

    @Test func anInstallationMayAllowMore() throws {
        let rules = AddressRules(allowed: try #require(Network.list("10.1.0.0/16, ::1")))
        for (text, may) in [("10.1.2.3", true), ("10.2.0.1", false), ("::1", true), ("::2", false), ("::ffff:10.1.0.1", true)] {
            #expect(rules.permits(try #require(NetworkAddress(text))) == may, "\(text)")
        }
        for text in ["10.1.0.0/33", "x", "10.1.0.0/-1", "1.2.3/8", "10.0.0.0/8/8"] {
            #expect(Network.list(text) == nil, "\(text)")
        }
    }

    @Test(arguments: [
        "ftp://a.example/", "https://user@a.example/", "https://a.example/#x", "//a.example", "https://", "https://a b/",
        "https://a.example:0/", "https://ex%61mple.com/", "https://a.example\\@127.0.0.1/", "javascript:alert(1)",
    ])
    func noEndpoint(_ text: String) {
        #expect(EndpointURL(text) == nil)
    }

    @Test func aHostHasOneSpelling() throws {
        let url = try #require(EndpointURL("HTTPS://Hooks.Example.COM:8443/In?a=B"))
        #expect(url.text == "https://hooks.example.com:8443/In?a=B" && url.host == "hooks.example.com" && url.scheme == "https")
        #expect(EndpointURL("https://[2606:4700::1111]/")?.host == "2606:4700::1111")
    }

    @Test func typesAndBeginnings() {
        for pattern in ["pledge.claims.*", "pledge.*", "pledge.claims.credit.issued.v1"] {
            #expect(EventTypes.isPattern(pattern) && EventTypes.matches([pattern], "pledge.claims.credit.issued.v1"))
        }
        for pattern in ["pledge.claim.*", "pledge.claims.credit.issued", "pledge.availability.*"] {
            #expect(EventTypes.isPattern(pattern) && !EventTypes.matches([pattern], "pledge.claims.credit.issued.v1"))
        }
        for pattern in ["*", "pledge.cl*", "pledge.", "claims.*", "pledge..x", ".*", "pledge.X.*"] {
            #expect(!EventTypes.isPattern(pattern), "\(pattern)")
        }
        #expect(EventTypes.matches([], "pledge.anything.v1"))
    }

    @Test func waitsGrowAndAreSpread() {
        for attempt in 1..<RetrySchedule.attempts {
            let waits = (0..<64).compactMap { _ in
                RetrySchedule.wait(
                    after: attempt, of: DeliveryKey.id(event: EventID(), channel: .email, recipient: "x"))
            }
            let least = RetrySchedule.waitSeconds[attempt - 1]
            #expect(waits.count == 64 && waits.allSatisfy { (least...(least + least / 5)).contains($0) })
            if least > 100 { #expect(Set(waits).count > 20) }
        }
        #expect(RetrySchedule.wait(after: RetrySchedule.attempts, of: DeliveryID()) == nil)
        // Nobody can have us wait for ever.
        #expect(RetrySchedule.wait(after: 1, of: DeliveryID(), asked: .max).map { $0 <= 86_400 * 6 / 5 } == true)
    }

    @Test func aDeliveryIsWhatItIs() {
        let event = EventID()
        let id = DeliveryKey.id(event: event, channel: .email, recipient: "mem_1")
        #expect(id == DeliveryKey.id(event: event, channel: .email, recipient: "mem_1"))
        #expect(id != DeliveryKey.id(event: event, channel: .inApp, recipient: "mem_1"))
        #expect(id != DeliveryKey.id(event: event, channel: .email, recipient: "mem_2"))
        #expect(id != DeliveryKey.id(event: EventID(), channel: .email, recipient: "mem_1"))
        #expect(DeliveryID(id.description) == id)
    }

    @Test func anEndpointFailsForDaysBeforeItIsDisabled() {
        let start = Instant(epochSeconds: 0)
        let failed = AttemptOutcome(.failed, "500")
        #expect(EndpointHealth.after(failed, failingSince: nil, at: start) == .failing(since: start))
        let last = start.advanced(by: EndpointHealth.lastingSeconds - 1)
        #expect(EndpointHealth.after(failed, failingSince: start, at: last) == .failing(since: start))
        guard case .disabled = EndpointHealth.after(failed, failingSince: start, at: last.advanced(by: 1)) else {
            Issue.record("it is still told")
            return
        }
        #expect(EndpointHealth.after(AttemptOutcome(.taken, "200"), failingSince: start, at: last) == .well)
    }
}
