import Chassis
import Contracts
import Foundation
import Hosting
import Terms
import TestSupport
import Testing

@testable import Availability

/// Two replicas over one database take measurements as fast as they can, and one or the other is killed, again and again:
/// what was acknowledged stays, and counts once.
///
/// `PLEDGE_TEST_REPLICA_ROUNDS=20 ./pledge test --filter ReplicaFaultTests --minutes 60` is the long form.
@Suite(.timeLimit(.minutes(60))) struct ReplicaFaultTests {
    private static let environment = ProcessInfo.processInfo.environment
    /// Months that are sent, each for a tenant of its own, with kills at other moments.
    private static let rounds = environment["PLEDGE_TEST_REPLICA_ROUNDS"].flatMap { UInt64($0) } ?? 1
    /// Any number; a failure is repeated with the same one.
    private static let seed: UInt64 = 20_260_301
    private static let kills = 5
    /// Senders, each of which sends its next batch when the one before is acknowledged.
    private static let senders = 6

    @Test func whatAReplicaAcknowledgedStaysAndCountsOnce() async throws {
        try await World.with(at: "\(SystemClock().now)") { world in
            let telemetry = ReplicaTelemetry(Self.seed)
            let calm = try await tenant(of: world)
            for batch in telemetry.batches { try await send(batch, as: calm, to: [world.service.address]) }
            let expected = try await ReplicaFindings(calm)
            #expect(expected.samples == telemetry.samples && expected.outages.count > 20)
            #expect(expected.verdicts == [.missed])

            let redis = try await PrivateRedis()
            let folder = FileManager.default.temporaryDirectory.appending(path: "pledge-replicas-\(UUID().uuidString.prefix(8))")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let replicas = try (0..<2).map { _ in
                try ReplicaUnderTest(of: world.service, redis: redis.address, folder: folder.path)
            }
            do {
                for replica in replicas { try await replica.start() }
                for round in 0..<Self.rounds { try await self.round(round, telemetry, expected, world, replicas) }
            } catch {
                Issue.record(error)
            }
            for replica in replicas { await replica.kill() }
            await redis.remove()
            try FileManager.default.removeItem(at: folder)
        }
    }

    /// Sends everything for a new tenant while replicas are killed, and compares what becomes of it.
    private func round(
        _ number: UInt64, _ telemetry: ReplicaTelemetry, _ expected: ReplicaFindings, _ world: World,
        _ replicas: [ReplicaUnderTest]
    ) async throws {
        let tenant = try await tenant(of: world)
        var random = Seeded(Self.seed + number)
        let moments = (0..<Self.kills).map { _ in Int.random(in: 1..<telemetry.batches.count, using: &random) }.sorted()
        let progress = Acknowledgements(of: telemetry.batches.count)
        async let sending: Void = sendAll(telemetry, as: tenant, to: replicas.map(\.address), progress)
        for moment in moments {
            await progress.reached(moment)
            let victim = replicas[.random(in: replicas.indices, using: &random)]
            await victim.kill()
            try await victim.start()
        }
        try await sending
        for address in replicas.map(\.address) {
            let found = try await ReplicaFindings(tenant, at: address)
            #expect(found.differences(from: expected) == [], "round \(number)")
        }
    }

    /// A tenant with Zecto's agreement about a service of one probed component.
    private func tenant(of world: World) async throws -> World {
        let tenant = try await world.another()
        let probe = ProbeSource(locations: ["khi"], quorum: 1, confirm: 2, staleSeconds: 60)
        let service = try await tenant.define(
            "portal", [ComponentState(key: "api", name: nil, source: .probe(probe))], .component("api"))
        let zecto = try String(contentsOf: SourceTree.url("deploy/demo/agreements/zecto.yaml"), encoding: .utf8)
        let document = try AgreementYAML.node(Array(zecto.replacing("cpaas", with: "portal").utf8))
        try await tenant.publish(document, [service], from: instant("2025-11-16T19:00:00Z"))
        return tenant
    }

    private func sendAll(
        _ telemetry: ReplicaTelemetry, as tenant: World, to addresses: [String], _ progress: Acknowledgements
    ) async throws {
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<Self.senders {
                    group.addTask {
                        while let index = await progress.next() {
                            let order = index.isMultiple(of: 2) ? addresses : addresses.reversed()
                            try await send(telemetry.batches[index], as: tenant, to: order)
                            await progress.add()
                        }
                    }
                }
                try await group.waitForAll()
            }
        } catch {
            await progress.end()
            throw error
        }
    }

    /// Sends a batch to one after the other until it is acknowledged, and never again after that.
    private func send(_ batch: (body: Data, samples: Int), as tenant: World, to addresses: [String]) async throws {
        var attempt = 0
        try await eventually("an acknowledgement", within: 120) { () -> Void? in
            // Tokens are good for minutes, and the replicas' clocks are this machine's.
            tenant.service.clock.set(SystemClock().now)
            let address = addresses[attempt % addresses.count]
            attempt += 1
            // What breaks off may have been taken or not, and so it is sent again.
            let answer = try? await tenant.service.send(
                .POST, "/v1/measurements", as: tenant.sender, body: batch.body, headers: ["content-type": "text/csv"],
                at: address)
            guard let answer, answer.status != 503 else { return nil }
            guard answer.status == 202, answer["accepted"]?.json == "\(batch.samples)" else {
                throw NeverCame(description: "measurements were answered with \(answer.status): \(answer.text)")
            }
            return ()
        }
    }
}
