import Chassis
import Contracts
import Crypto
import Foundation
import Hosting
import Postgres
import Terms
import TestSupport
import Testing

@testable import Availability

/// Every revision of a statement is a signed entry of its tenant's chain, and nobody takes one back.
@Suite struct ChainTests {
    private func entries(_ world: World, as caller: Caller? = nil) async throws -> [ChainEntryResource] {
        try await world.get("/v1/chain?limit=200", as: caller).decode(ListPage<ChainEntryResource>.self).data
    }

    private func contents(_ world: World) async throws -> [ChainContent] {
        try await entries(world).compactMap(\.content)
    }

    private func sha256(_ bytes: Data) -> String {
        SHA256.hash(data: bytes).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    /// Whether places are gapless and hashes and signatures are what they should be, by the keys that are served.
    private func isWhole(_ world: World) async throws -> Bool {
        let keys = try await world.get("/v1/chain/keys")
        let x = try #require(keys["keys", "0", "x"]?.text.flatMap(Base64URL.decode))
        let key = try Curve25519.Signing.PublicKey(rawRepresentation: x)
        var before = ChainHead.none
        for entry in try await entries(world) {
            let link = try PledgeJSON.encode(entry.link)
            guard entry.sequence == before.sequence + 1, entry.previousHash == before.hash,
                entry.tenant == world.tenant, entry.hash == sha256(link),
                entry.contentHash == sha256(try PledgeJSON.encode(entry.content)),
                let signature = Base64URL.decode(entry.signature), key.isValidSignature(signature, for: link)
            else { return false }
            before = ChainHead(sequence: entry.sequence, hash: entry.hash)
        }
        return before.sequence > 0
    }

    @Test func everyRevisionSaysWhoHadItMadeAndWhy() async throws {
        try await World.with(at: "2026-05-30T00:00:00Z") { world in
            try await world.publish("zecto.yaml", [try await world.defineDeclared()])
            let due = try AvailabilityParts(world.service.chassis).due
            let may = "service=cpaas&month=2026-05"
            let id = try await world.statement(may).id
            world.service.clock.set(instant("2026-05-31T19:00:00Z"))
            try await due.work(at: world.service.clock.now)
            try await world.measure([world.outage("late", "api", "2026-05-20T10:00:00Z", "2026-05-20T11:00:00Z")])
            #expect(try await world.statement(may).revision == 2)
            try await world.post(
                "/v1/maintenance",
                #"{"service":"cpaas","kind":"emergency","from":"2026-05-20T10:00:00Z","to":"2026-05-20T10:30:00Z","title":"Work"}"#,
                as: world.agent)
            #expect(try await world.statement(may).revision == 3)
            world.service.clock.set(instant("2026-06-02T19:00:00Z"))
            try await due.work(at: world.service.clock.now)
            let final = try await world.statement(may)

            let mine = try await contents(world).filter { $0.statement == id }
            #expect(mine.map(\.revision) == [1, 2, 3, 3])
            #expect(mine.map(\.reason) == ["window_ended", "measurements", "maintenance", "settled"])
            #expect(mine.map(\.by) == ["system", "key_sender", "key_agent", "system"])
            #expect(mine.map(\.state) == [.provisional, .provisional, .provisional, .final])
            #expect(mine.last?.madeAt == world.service.clock.now)
            #expect(mine[1].clauses.contains("S2-2.1") && mine[2].clauses.contains("S2-2.4b"))
            #expect(mine.last?.bodyHash == sha256(try PledgeJSON.encode(final)))
            #expect(try await isWhole(world))

            let revisions = try await world.get("/v1/statements/\(id)/revisions")
            let shown = try revisions.decode(ListPage<Shown>.self).data
            #expect(shown.map(\.revision) == [3, 2, 1])
            #expect(
                shown.map { $0.chain.compactMap(\.content?.reason) } == [
                    ["maintenance", "settled"], ["measurements"], ["window_ended"],
                ])
            #expect(shown[1].chain.map(\.content) == [mine[1]])
            #expect(try await entries(world).contains(shown[1].chain[0]))
        }
    }

    private struct Shown: Decodable {
        let revision: Int
        let chain: [ChainEntryResource]
    }

    @Test func anOpenStatementIsInNoChain() async throws {
        try await World.with { world in
            try await world.publish("zecto.yaml", [try await world.defineDeclared()])
            let open = try await world.statement("service=cpaas")
            let shown = try await world.get("/v1/statements/\(open.id)/revisions").decode(ListPage<Shown>.self).data
            #expect(shown.map(\.revision) == [0] && shown[0].chain.isEmpty)
            #expect(try await contents(world).allSatisfy { $0.statement != open.id })
        }
    }

    /// Replicas that make statements of one tenant at once wait for each other: there is one chain, and nothing twice.
    @Test func replicasMakeOneChain() async throws {
        try await World.with { world in
            try await world.publish("zecto.yaml", [try await world.defineDeclared()])
            let replicas = try (0..<4).map { _ in try AvailabilityParts(world.service.chassis) }
            _ = try await world.statement("service=cpaas&month=2026-03")
            for round in 1...5 {
                let minutes = "2026-03-20T10:\(round + 10):00Z"
                try await world.measure([
                    world.outage("n", "api", "2026-03-20T10:00:00Z", minutes, more: #","revision":\#(round)"#)
                ])
                try await replicas[0].folder.settle(world.tenant)
                world.service.clock.advance(by: StatementWorkStore.quietSeconds)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for replica in replicas { group.addTask { try await replica.maker.settle(world.tenant) } }
                    try await group.waitForAll()
                }
            }
            let revisions = try await contents(world).map { "\($0.keptID.map(\.description) ?? "")/\($0.revision)/\($0.state)" }
            #expect(Set(revisions).count == revisions.count)
            #expect(try await world.statement("service=cpaas&month=2026-03").revision == 6)
            #expect(try await isWhole(world))
        }
    }

    @Test func theDatabaseTakesNothingBack() async throws {
        try await World.with { world in
            try await world.publish("zecto.yaml", [try await world.defineDeclared()])
            _ = try await world.statement("service=cpaas&month=2026-03")
            let before = try await entries(world)
            #expect(!before.isEmpty)
            let database = world.service.chassis.database
            for statement: Query in ["update statement_chain set content = '{}'", "delete from statement_chain"] {
                await #expect(throws: PostgresError.self) { try await database.query(statement, tenant: world.tenant.uuid) }
            }
            // Nor for the tables' owner, nor for whoever may pass by row level security.
            let admin = try await world.service.database.admin()
            for statement in ["update statement_chain set content = '{}'", "delete from statement_chain"] {
                await #expect(throws: (any Error).self) { try await admin.run(statement) }
            }
            // A second chain cannot grow beside the first.
            let head = ChainHead.none
            let signer = try ChainSigner(try .generate())
            let forged = try signer.entries(
                of: [try #require(before[0].content)], after: head, of: world.tenant, at: world.service.clock.now)
            await #expect(throws: PostgresError.self) {
                try await database.query(try ChainStore.insert(forged, of: world.tenant), tenant: world.tenant.uuid)
            }
            #expect(try await entries(world) == before)
            // With the tenant it goes.
            try await world.tell(TenantDeleted(id: world.tenant, deletedAt: world.service.clock.now))
            let left = try await admin.run("select count(*) from statement_chain")
            #expect(left.first?.first == "0")
        }
    }

    /// What was kept before there were chains comes first, in the order in which it was made.
    @Test func revisionsFromBeforeAreTheFirstEntries() async throws {
        try await World.with { world in
            try await world.publish("zecto.yaml", [try await world.defineDeclared()])
            _ = try await world.statement("service=cpaas&month=2026-03")
            let old = try await contents(world)
            let admin = try await world.service.database.admin()
            for statement in ["set session_replication_role = replica", "delete from statement_chain"] {
                try await admin.run(statement)
            }
            try await admin.run(
                "update known_tenants set has_unchained_revisions = true where tenant_id = '\(world.tenant.uuid.uuidString)'")
            world.service.clock.advance(by: 60)
            try await world.measure([world.outage("late", "api", "2026-03-20T10:00:00Z", "2026-03-20T11:00:00Z")])
            let restated = try await world.statement("service=cpaas&month=2026-03")
            let entries = try await entries(world)
            let contents = entries.compactMap(\.content)
            #expect(Set(contents.dropLast().map(\.bodyHash)) == Set(old.map(\.bodyHash)))
            #expect(contents.count == old.count + 1)
            #expect(contents.last?.statement == restated.id && contents.last?.revision == 2)
            #expect(contents.last?.by == "key_sender")
            #expect(entries.dropLast().allSatisfy { $0.signedAt == world.service.clock.now })
            #expect(contents.dropLast().allSatisfy { $0.madeAt < world.service.clock.now && $0.by == "system" })
            #expect(try await isWhole(world))
        }
    }

    @Test func customersSeeEveryLinkAndTheirOwnStatementsAlone() async throws {
        try await Contracted.with("infopromo.yaml", service: "communications", at: "2026-04-02T00:00:00Z") { scene in
            try await scene.publish()
            // One changes its plan in the middle of a month, whose statements are its own.
            let one = try await scene.customer(scene.contract(CustomerID(), plan: "standard", until: "2026-04-16T00:00:00Z"))
            try await scene.world.tell(
                SubscriptionStarted(subscription: scene.contract(one, plan: "enterprise", from: "2026-04-16T00:00:00Z")))
            let other = try await scene.customer(scene.contract(CustomerID(), plan: "standard"))
            try await scene.move(to: "2026-05-02T00:00:00Z")
            let own = try #require(try await scene.statements("month=2026-04", of: one).first).id
            let all = try await entries(scene.world)
            #expect(all.contains { $0.content?.statement == own } && all.allSatisfy { $0.content != nil })
            let hidden = try await entries(scene.world, as: .of(scene.world.tenant, .owner, customer: other))
            #expect(!hidden.contains { $0.content?.statement == own } && hidden.contains { $0.content != nil })
            for customer in [one, other] {
                let owner = Caller.of(scene.world.tenant, .owner, customer: customer)
                let seen = try await entries(scene.world, as: owner)
                #expect(seen.map(\.hash) == all.map(\.hash))
                for (entry, whole) in zip(seen, all) {
                    let subject = try #require(whole.content?.subject)
                    let path = if case .objective = subject { "objectives" } else { "statements" }
                    let answer = try await scene.world.service.send(.GET, "/v1/\(path)/\(subject)", as: owner)
                    #expect((entry.content != nil) == (answer.status == 200))
                    #expect(entry.content == nil || entry == whole)
                }
            }
            let stranger = try await scene.world.another()
            #expect(try await entries(stranger).isEmpty)
        }
    }

    @Test func pagesFollowEachOther() async throws {
        try await World.with { world in
            try await world.publish("zecto.yaml", [try await world.defineDeclared()])
            _ = try await world.statement("service=cpaas&month=2026-03")
            var path: String? = "/v1/chain?limit=1"
            var sequences: [Int64] = []
            while let next = path {
                let page = try await world.get(next).decode(ListPage<ChainEntryResource>.self)
                sequences += page.data.map(\.sequence)
                path = page.nextCursor.map { "/v1/chain?limit=1&cursor=\($0)" }
            }
            #expect(sequences.count > 1)
            #expect(sequences == (1...Int64(sequences.count)).map(\.self))
        }
    }
}
