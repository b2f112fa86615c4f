import Chassis
import Contracts
import Foundation
import Postgres
import Terms
import TestSupport
import Testing

@testable import Agreements

@Suite struct AgreementTests {
    @Test func aDocumentBecomesAVersionThatKeepsItsAuthorsWords() async throws {
        try await World.with { world in
            let agreement = try await world.agreement()
            let yaml = Bodies.document(key: "sla") + "\n# a remark of the author's\n"
            let made = try await world.post(agreement, yaml: yaml)
            #expect(made.status == 201, "\(made.text)")
            #expect(made.headers["location"] == "/v1/agreements/\(agreement)/versions/1")
            let version = try made.decode(AgreementVersionResource.self)
            #expect(version.state == .draft)
            #expect(version.effectiveFrom == nil)
            #expect(version.notEvaluated.map(\.clause) == ["A-2"])
            #expect(made.at("document", "commitments", "0", "target") == "99.9")

            let path = "/v1/agreements/\(agreement)/versions/1"
            let source = try await world.service.send(.GET, path, as: world.admin, headers: ["accept": "application/yaml"])
            #expect(source.headers["content-type"] == "application/yaml")
            #expect(source.text == yaml)
            let json = try await world.service.send(
                .GET, path, as: world.admin, headers: ["accept": "text/html, application/json;q=0.8"])
            #expect(try json.decode(AgreementVersionResource.self) == version)
            #expect(try await world.service.send(.GET, path, as: world.admin, headers: ["accept": "image/png"]).status == 406)

            // The same in JSON says the same.
            let document = try #require(version.document)
            let again = try await world.service.send(
                .POST, "/v1/agreements/\(agreement)/versions", as: world.admin, json: document.json)
            #expect(again.status == 201, "\(again.text)")
            #expect(try again.decode(AgreementVersionResource.self).version == 2)
            #expect(try again.decode(AgreementVersionResource.self).document == document)
            let list = try await world.service.send(.GET, "/v1/agreements/\(agreement)/versions", as: world.admin)
            #expect(try list.decode(ListPage<AgreementVersionResource>.self).data.map(\.version) == [1, 2])
            #expect(!list.text.contains("\"document\""))
            let firstOnly = try await world.service.send(.GET, "/v1/agreements/\(agreement)/versions?limit=1", as: world.admin)
            let cursor = try #require(try firstOnly.decode(ListPage<AgreementVersionResource>.self).nextCursor)
            let rest = try await world.service.send(
                .GET, "/v1/agreements/\(agreement)/versions?limit=1&cursor=\(cursor)", as: world.admin)
            #expect(try rest.decode(ListPage<AgreementVersionResource>.self).data.map(\.version) == [2])
        }
    }

    @Test func zectosAgreementIsTakenWhole() async throws {
        try await World.with { world in
            let yaml = try String(contentsOf: SourceTree.url("deploy/demo/agreements/zecto.yaml"), encoding: .utf8)
            let agreement = try await world.agreement("zecto-sla")
            let made = try await world.post(agreement, yaml: yaml)
            #expect(made.status == 201, "\(made.text)")
            let version = try made.decode(AgreementVersionResource.self)
            let document = try AgreementDocument(try #require(version.document))
            #expect(document == (try AgreementDocument(AgreementYAML.node(Data(yaml.utf8)))))
            #expect(version.notEvaluated == document.notEvaluated)
            #expect(!version.notEvaluated.isEmpty)
        }
    }

    @Test func whatIsWrongIsNamedAllAtOnceByPlace() async throws {
        try await World.with { world in
            let agreement = try await world.agreement()
            let yaml =
                Bodies.document(key: "sla")
                .replacing("target: \"99.9\"", with: "target: \"990\"")
                .replacing("strength: guarantee", with: "strength: promise")
                .replacing("clause: A-2", with: "clause: A-9")
                + "\nsurprise: 1\n"
            let answer = try await world.post(agreement, yaml: yaml)
            #expect(answer.status == 422)
            let errors = try answer.problem().errors
            let lines = yaml.split(separator: "\n", omittingEmptySubsequences: false)
            for (pointer, text) in [
                ("#/commitments/0/target", "990"), ("#/commitments/0/strength", "promise"), ("#/declarations/0/clause", "A-9"),
                ("#/surprise", "surprise"),
            ] {
                let error = try #require(errors.first { $0.pointer == pointer }, "\(answer.text)")
                let line = try #require(error.line)
                #expect(lines[line - 1].contains(text), "\(pointer) at line \(line)")
                #expect((error.column ?? 0) > 0)
            }
            // The clause that nothing cites any more is wrong too.
            #expect(errors.contains { $0.pointer == "#/clauses/1/id" })
        }
    }

    @Test func textThatIsNoDocumentIsRefused() async throws {
        try await World.with { world in
            let agreement = try await world.agreement()
            let path = "/v1/agreements/\(agreement)/versions"
            let send = { (body: Data, type: String) in
                try await world.service.send(.POST, path, as: world.admin, body: body, headers: ["content-type": type])
            }
            let broken = try await send(Data("format: [\nkey: x".utf8), "application/yaml")
            #expect(broken.status == 422)
            #expect(try broken.problem().errors.first?.line != nil)
            #expect(try await send(Data(#"{"format": "#.utf8), "application/json").status == 422)
            #expect(try await send(Data(), "application/yaml").status == 400)
            #expect(try await send(Data([0xFF, 0xFE, 0x00]), "application/yaml").status == 400)
            #expect(try await send(Data("a: \u{0}".utf8), "application/yaml").status == 400)
            #expect(try await send(Data("- 1\n- 2\n".utf8), "application/yaml").status == 422)
            #expect(try await send(Data("x".utf8), "text/plain").status == 415)
            #expect(try await send(Data("x".utf8), "multipart/form-data").status == 415)
            let bomb = "a: &a [1,1,1,1]\nb: &b [*a,*a,*a,*a]\nc: [*b,*b,*b,*b]\n"
            #expect(try await send(Data(bomb.utf8), "application/yaml").status == 422)
            let large = Data("# \(String(repeating: "x", count: Bounds.agreementBytes))".utf8)
            #expect(try await send(large, "application/yaml").status == 413)
            let otherKey = try await world.post(agreement, yaml: Bodies.document(key: "another"))
            #expect(try otherKey.problem().errors.map(\.pointer) == ["#/key"])
            #expect(try otherKey.problem().errors.first?.line == 2)
            #expect(try await world.service.send(.GET, path, as: world.admin).at("data") == "[]")
        }
    }

    @Test func aPublishedVersionIsImmutable() async throws {
        try await World.with { world in
            _ = try await world.service()
            let agreement = try await world.agreement()
            let number = try await world.draft(of: agreement)
            let path = "/v1/agreements/\(agreement)/versions/\(number)"
            let put = { (tag: String) in
                try await world.service.send(
                    .PUT, path, as: world.admin, body: Data(Bodies.document(key: "sla").utf8), ifMatch: tag,
                    headers: ["content-type": "text/yaml"])
            }
            #expect(try await put("\"v1\"").status == 200)
            #expect(try await put("\"v1\"").status == 412)
            #expect(try await world.service.send(.GET, "\(path)/publication", as: world.admin).status == 404)

            let published = try await world.publish(agreement, number)
            #expect(published.status == 201, "\(published.text)")
            #expect(published.at("state") == "effective")
            #expect(try await put("\"v3\"").status == 409)
            #expect(try await world.service.send(.DELETE, path, as: world.admin, ifMatch: "\"v3\"").status == 409)
            #expect(try await world.publish(agreement, number).status == 409)
            let publication = try await world.service.send(.GET, "\(path)/publication", as: world.admin)
                .decode(PublicationResource.self)
            #expect(publication.publishedBy == "key_test")
            #expect(publication.publishedAt == world.service.clock.now)
            // Not even the application's own role can change it behind the service's back.
            await #expect(throws: (any Error).self) {
                try await world.service.chassis.database.query(
                    "update agreement_versions set document = '{}' where version = \(number)", tenant: world.tenant.uuid)
            }
        }
    }

    @Test func publicationTellsTheWholeDocumentAndItsServices() async throws {
        try await World.with { world in
            let service = try await world.service()
            let agreement = try await world.publishedAgreement()
            let told = try await world.service.told().filter { $0.subject == agreement.description }
            #expect(told.map(\.type) == [AgreementPublished.type, AgreementEffective.type])
            let state = try told[0].payload(AgreementPublished.self).version
            #expect(state.services == ["cpaas": service])
            #expect(state.effectiveFrom == Instant(rfc3339: "2026-01-01T00:00:00Z"))
            #expect(state.effectiveUntil == nil)
            let document = try AgreementDocument(state.document)
            #expect(document == (try AgreementDocument(AgreementYAML.node(Data(Bodies.document(key: "sla").utf8)))))
        }
    }

    @Test func unknownServicesAndComponentsAreNamedByPlace() async throws {
        try await World.with { world in
            let agreement = try await world.agreement()
            let number = try await world.draft(of: agreement)
            let unknown = try await world.publish(agreement, number)
            #expect(unknown.status == 422)
            let error = try #require(try unknown.problem().errors.first)
            #expect(error.pointer == "#/services/0/key")
            let line = try #require(error.line)
            #expect(Bodies.document(key: "sla").split(separator: "\n")[line - 1].contains("key: cpaas"))

            _ = try await world.service.send(
                .POST, "/v1/services", as: world.admin,
                json:
                    #"{"key": "cpaas", "name": "C", "components": [{"key": "sms", "source": {"kind": "declared"}}], "tree": {"component": "sms"}}"#
            )
            let part = try await world.publish(agreement, number)
            #expect(try part.problem().errors.map(\.pointer) == ["#/services/0/parts/0/key"])
            #expect(try await world.service.told().filter { $0.type == AgreementPublished.type }.isEmpty)
        }
    }

    @Test func versionsFollowEachOther() async throws {
        try await World.with { world in
            _ = try await world.service()
            let agreement = try await world.publishedAgreement()
            let second = try await world.draft(of: agreement)
            let tooEarly = try await world.publish(agreement, second, from: "2026-01-01T00:00:00Z")
            #expect(try tooEarly.problem().errors.map(\.pointer) == ["#/effective_from"])
            #expect(try await world.publish(agreement, second, from: "yesterday").status == 422)
            let later = try await world.publish(agreement, second, from: "2026-04-01T00:00:00Z")
            #expect(later.at("state") == "published")
            let told = try await world.service.told().suffix(2)
            #expect(told.map(\.type) == [AgreementPublished.type, AgreementSuperseded.type])
            let superseded = try #require(try told.last?.payload(AgreementSuperseded.self))
            #expect(superseded.by == second)
            #expect(superseded.version.version == 1)
            #expect(superseded.version.effectiveUntil == Instant(rfc3339: "2026-04-01T00:00:00Z"))
            let first = try await world.service.send(.GET, "/v1/agreements/\(agreement)/versions/1", as: world.admin)
            #expect(first.at("state") == "effective")
            world.service.clock.set(try #require(Instant(rfc3339: "2026-04-01T00:00:00Z")))
            let states = try await world.service.send(.GET, "/v1/agreements/\(agreement)/versions", as: world.admin)
                .decode(ListPage<AgreementVersionResource>.self).data.map(\.state)
            #expect(states == [.superseded, .effective])
        }
    }

    @Test func aVersionIsToldEffectiveWhenItsTimeComesAndOnce() async throws {
        try await World.with { world in
            _ = try await world.service()
            let agreement = try await world.agreement()
            let number = try await world.draft(of: agreement)
            #expect(try await world.publish(agreement, number, from: "2026-03-02T00:00:00Z").status == 201)
            let dates = EffectiveDates(chassis: world.service.chassis)
            let effective = { try await world.service.told().filter { $0.type == AgreementEffective.type }.count }
            #expect(try await dates.tellDue(at: world.service.clock.now, limit: 10) == 0)
            #expect(try await effective() == 0)
            let due = try #require(Instant(rfc3339: "2026-03-02T00:00:00Z"))
            // Two replicas at once.
            async let one = dates.tellDue(at: due, limit: 10)
            async let two = dates.tellDue(at: due, limit: 10)
            _ = try await (one, two)
            #expect(try await dates.tellDue(at: due, limit: 10) == 0)
            #expect(try await effective() == 1)
        }
    }

    @Test func theRunnerWakesByTheClock() async throws {
        var options = ServiceUnderTest.Options()
        options.runsBackground = true
        try await World.with(options) { world in
            _ = try await world.service()
            let agreement = try await world.agreement()
            let number = try await world.draft(of: agreement)
            #expect(try await world.publish(agreement, number, from: "2026-03-01T00:00:10Z").status == 201)
            await world.service.clock.untilWaiting()
            world.service.clock.advance(by: 10)
            _ = try await eventually("agreement.effective is told") {
                try await world.service.told().first { $0.type == AgreementEffective.type }
            }
        }
    }

    @Test func customersReadWhatWasPublishedToThem() async throws {
        try await World.with { world in
            let all = try await world.full()
            let hidden = try await world.agreement("hidden")
            let caller = Caller.of(world.tenant, .owner, customer: all.customer)
            let path = "/v1/agreements/\(all.agreement)"
            #expect(try await world.service.send(.GET, path, as: caller).status == 200)
            #expect(try await world.service.send(.GET, "\(path)/versions/1", as: caller).status == 200)
            #expect(try await world.service.send(.GET, "\(path)/versions/1/publication", as: caller).status == 200)
            #expect(try await world.service.send(.GET, "\(path)/versions/\(all.draft)", as: caller).status == 404)
            let versions = try await world.service.send(.GET, "\(path)/versions", as: caller)
            #expect(try versions.decode(ListPage<AgreementVersionResource>.self).data.map(\.version) == [1])
            #expect(try await world.service.send(.GET, "/v1/agreements/\(hidden)", as: caller).status == 404)
            let list = try await world.service.send(.GET, "/v1/agreements", as: caller)
            #expect(try list.decode(ListPage<AgreementResource>.self).data.map(\.id) == [all.agreement])
        }
    }
}
