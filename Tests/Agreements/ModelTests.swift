import Chassis
import Contracts
import Foundation
import Terms
import Testing

@testable import Agreements

@Suite struct ModelTests {
    @Test func aSealOpensForItsKeyAndIdAlone() throws {
        let keys = try JSONWebKeys.generate()
        let seal = SecretSeal(keys)
        let key = APIKey(tenant: TenantID())
        let id = APIKeyID()
        let sealed = try seal.close(key, of: id)
        #expect(!sealed.contains(key.text.suffix(20)))
        #expect(seal.open(sealed, of: id) == key.text)
        #expect(seal.open(sealed, of: APIKeyID()) == nil)
        #expect(SecretSeal(try JSONWebKeys.generate()).open(sealed, of: id) == nil)
        #expect(seal.open(String(sealed.dropLast(2)), of: id) == nil)
        #expect(seal.open(key.text, of: id) == nil)
    }

    @Test func selectorsOverlapUnlessALabelTellsThemApart() {
        let all = PrometheusSelector(series: "up", labels: [:])
        let one = PrometheusSelector(series: "up", labels: ["job": "a"])
        let two = PrometheusSelector(series: "up", labels: ["job": "b"])
        let further = PrometheusSelector(series: "up", labels: ["job": "a", "instance": "i"])
        let other = PrometheusSelector(series: "down", labels: ["job": "a"])
        #expect(all.overlaps(one) && one.overlaps(all) && one.overlaps(further) && further.overlaps(all))
        #expect(!one.overlaps(two) && !further.overlaps(two) && !one.overlaps(other))
        let requests = MeasurementSource.requests(
            RequestSource(
                sliceSeconds: 60, downErrorRate: .hundred, staleSeconds: 60,
                prometheus: PrometheusRequests(total: all, failed: one)))
        #expect(SelectorClash.within([ComponentState(key: "a", name: nil, source: requests)]).isEmpty)
    }

    @Test func aVersionsStateFollowsItsDates() {
        let start = Instant(epochSeconds: 1000)
        var version = AgreementVersion(
            agreement: AgreementID(), version: 1, notEvaluated: [], document: nil, publication: nil, revision: 1,
            createdAt: start,
            updatedAt: start)
        #expect(version.state(at: start) == .draft)
        version.publication = AgreementVersion.Publication(
            publishedAt: start, publishedBy: "key_x", effectiveFrom: start.advanced(by: 10),
            effectiveUntil: start.advanced(by: 20),
            services: [:])
        #expect(version.state(at: start.advanced(by: 9)) == .published)
        #expect(version.state(at: start.advanced(by: 10)) == .effective)
        #expect(version.state(at: start.advanced(by: 19)) == .effective)
        #expect(version.state(at: start.advanced(by: 20)) == .superseded)
    }

    @Test(
        arguments: [
            (nil, false), ("application/json", false), ("*/*", false), ("application/yaml", true), ("text/yaml", true),
            ("text/html, application/yaml;q=0.9", true), ("application/json, application/yaml", false),
            ("APPLICATION/YAML", true),
        ] as [(String?, Bool)])
    func acceptChoosesTheRepresentation(accept: String?, wantsSource: Bool) throws {
        #expect(try VersionRoutes.wantsSource(accept) == wantsSource)
    }

    @Test(arguments: ["a", "a@", "@b.c", "a@b", "a@.b", "a@b..c", "a b@c.d", "a@b@c.d", "<a@b.c>", "a\u{0}@b.c"])
    func whatIsCertainlyNoAddressIsRefused(text: String) {
        #expect(throws: NodeProblems.self) { try Node(.string(text)).read { $0.email() } }
    }

    @Test func everyEventGoesThroughJSONUnchanged() throws {
        let now = Instant(epochSeconds: 1_772_323_200)
        let service = ServiceState(
            id: ServiceID(), key: "s", name: "S",
            components: [
                ComponentState(
                    key: "a", name: nil,
                    source: .probe(
                        ProbeSource(
                            locations: ["x"], quorum: 1, confirm: 1, staleSeconds: 60,
                            prometheus: PrometheusProbe(series: "up", labels: ["fooBar": "camelCase", "snake_case": "x"])))),
                ComponentState(key: "b", name: "B", source: .declared),
            ], tree: .any([.component("a"), .component("b")]), revision: 3, createdAt: now, updatedAt: now)
        let defined = ServiceDefined(service: service)
        #expect(try PledgeJSON.decode(ServiceDefined.self, from: PledgeJSON.encode(defined)) == defined)
        let version = AgreementPublished(
            version: AgreementVersionState(
                agreement: AgreementID(), key: "k", title: "T", version: 1,
                document: try Node(json: Data(#"{"camelCase": 1, "snake_case": ["99.90", null, true]}"#.utf8)),
                services: ["keyOfMine": ServiceID()],
                publishedAt: now,
                effectiveFrom: now, effectiveUntil: nil))
        #expect(try PledgeJSON.decode(AgreementPublished.self, from: PledgeJSON.encode(version)) == version)
    }
}
