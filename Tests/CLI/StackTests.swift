import Contracts
import Foundation
import Glibc
import Testing

@testable import CLI
@testable import Hosting

/// A folder that goes away with the test.
final class TemporaryFolder: Sendable {
    let path = FileManager.default.temporaryDirectory.appending(path: "pledge-cli-\(UUID().uuidString.prefix(8))").path
    init() throws { try Account.makeFolder(path, mode: 0o755) }
    deinit { try? FileManager.default.removeItem(atPath: path) }
}

@Suite struct StackTests {
    @Test func everyPortOfAStackIsDifferent() {
        let ports = StackPorts(base: 7300).all(demo: true).map(\.port)
        #expect(Set(ports).count == ports.count)
        #expect(ports.allSatisfy { 7300..<7500 ~= $0 })
        #expect(StackPorts.bases.upperBound + 132 <= 65_535)
    }

    @Test func secretsAreMadeOnceAndForThisAccountAlone() throws {
        let folder = try TemporaryFolder()
        let secrets = Secrets(folder: folder.path)
        let first = try secrets.secret("redis")
        let (again, other) = (try secrets.secret("redis"), try secrets.secret("other"))
        #expect(again == first)
        #expect(other != first)
        #expect(first.count == 43)
        var status = stat()
        #expect(stat(secrets.file("redis"), &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
    }

    @Test func theOperatorsKeyNamesThePlatformsTenant() throws {
        let folder = try TemporaryFolder()
        let key = try Secrets(folder: folder.path).operatorKey()
        let parts = key.split(separator: "_", maxSplits: 2).map(String.init)
        #expect(parts.first == "plk")
        #expect(CrockfordBase32.decode(Array(parts[1].utf8)) == TenantID.platform.uuid)
        #expect(parts[2].count == 43)
    }

    @Test func thePublicKeySetHoldsNothingPrivate() throws {
        let folder = try TemporaryFolder()
        let secrets = Secrets(folder: folder.path)
        try secrets.makeSigningKeys()
        func keys(_ name: String) throws -> [String: String] {
            let data = try Data(contentsOf: URL(filePath: secrets.file(name)))
            return try #require(try JSONDecoder().decode([String: [[String: String]]].self, from: data)["keys"]?.first)
        }
        let (signing, verifying) = (try keys("jwt-signing-keys.json"), try keys("jwks.json"))
        #expect(signing["d"]?.count == 43)
        #expect(verifying["d"] == nil)
        #expect(signing["x"] == verifying["x"])
        #expect(verifying["kid"]?.isEmpty == false)
        try secrets.makeSigningKeys()
        let after = try keys("jwks.json")
        #expect(after == verifying)
    }

    @Test func theKeyOfTheChainIsMadeOnceAndIsNotTheOneOfTokens() throws {
        let folder = try TemporaryFolder()
        let secrets = Secrets(folder: folder.path)
        try secrets.makeSigningKeys()
        try secrets.makeChainKeys()
        func secretPart(_ name: String) throws -> String? {
            let data = try Data(contentsOf: URL(filePath: secrets.file(name)))
            return try JSONDecoder().decode([String: [[String: String]]].self, from: data)["keys"]?.first?["d"]
        }
        let made = try #require(try secretPart("chain-signing-keys.json"))
        #expect(try secretPart("jwt-signing-keys.json") != made)
        try secrets.makeChainKeys()
        #expect(try secretPart("chain-signing-keys.json") == made)
        var status = stat()
        #expect(stat(secrets.file("chain-signing-keys.json"), &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
    }

    @Test func servicesFindSecretsInFilesAndNeverInTheirEnvironment() throws {
        let folder = try TemporaryFolder()
        let secrets = Secrets(folder: folder.path)
        let layout = StackLayout(home: "/home", state: folder.path, base: 7300, configuration: "debug")
        let values = [try secrets.operatorKey(), try secrets.secret("redis"), try secrets.secret("postgres-pledge_claims")]
        for service in ServiceName.allCases {
            let variables = ServiceEnvironment(layout: layout, secrets: secrets, demo: true).variables(service)
            #expect(variables.values.allSatisfy { !values.contains($0) })
            #expect(variables["PLEDGE_HTTP_PORT"] == String(layout.ports.service(service)))
        }
    }

    @Test func aLongPathGetsItsSocketElsewhere() {
        let long = "/" + String(repeating: "x", count: 120)
        #expect(StackLayout(home: "/", state: long, base: 7300, configuration: "debug").postgresSocket.utf8.count < 90)
        #expect(
            StackLayout(home: "/", state: "/srv/p", base: 7300, configuration: "debug").postgresSocket == "/srv/p/run/postgres")
    }

    @Test func aPortIsDrawnOnceUntilManyOthersWere() throws {
        // As many as this would hold the same one twice but once in a thousand times, were they not remembered.
        let drawn = try (0..<600).map { _ in try Ports.anyFree() }
        #expect(Set(drawn).count == drawn.count)
        let draws = PortDraws()
        #expect(draws.reserve([1, 2]) && !draws.reserve([2, 3]) && draws.reserve([3]))
        for port in 0..<PortDraws.remembered { #expect(draws.reserve([10 + port])) }
        #expect(draws.reserve([1, 2, 3]))
    }

    @Test func aTakenPortIsNamedWithItsOwner() async throws {
        let port = try Ports.anyFree()
        // Where the system takes ports for outgoing connections, one may be gone before it is used.
        #expect(port < 32_768)
        let folder = try TemporaryFolder()
        let redis = RedisServer(
            dataDirectory: "\(folder.path)/data", port: port, password: "secret", logFile: "\(folder.path)/log")
        let child = try await redis.start()
        #expect(!Ports.isFree(port))
        #expect(Ports.owner(of: port)?.contains("process \(child.pid)") == true)
        await child.stop(SIGTERM, graceSeconds: 10)
        #expect(Ports.isFree(port))
    }

    @Test func aProcessIsNotMistakenForAnotherOfItsNumber() async throws {
        let child = try await ChildProcess.start(Command("sleep", ["1000"]))
        let identity = try #require(ProcessIdentity(pid: child.pid))
        var other = identity
        other.startTicks -= 1
        #expect(identity.isRunning)
        #expect(!other.isRunning)
        other.send(SIGKILL)
        #expect(child.isRunning)
        await child.stop(SIGTERM, graceSeconds: 10)
        #expect(!identity.isRunning)
    }

    @Test func fullLogsAreTurnedOverInPlace() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/a.log"
        try Data(repeating: 65, count: 100).write(to: URL(filePath: path))
        let writer = try #require(FileHandle(forUpdatingAtPath: path))
        LogRotation.turn(folder: folder.path, limitBytes: 101)
        #expect(FileManager.default.contents(atPath: path)?.count == 100)
        LogRotation.turn(folder: folder.path, limitBytes: 100)
        #expect(FileManager.default.contents(atPath: path)?.isEmpty == true)
        #expect(FileManager.default.contents(atPath: "\(path).1")?.count == 100)
        try writer.close()
    }

    @Test func remainsOfAKilledSupervisorAreEnded() async throws {
        let folder = try TemporaryFolder()
        try Account.makeFolder("\(folder.path)/run", mode: 0o755)
        let child = try await ChildProcess.start(Command("sleep", ["1000"]))
        var gone = try #require(ProcessIdentity(pid: getpid()))
        gone.startTicks -= 1
        let entry = Supervisor.Entry(
            name: "claims", phase: .ready, process: ProcessIdentity(pid: child.pid), port: nil, restarts: 0, logFile: "")
        try RunningStack(supervisor: gone, base: 7300, configuration: "debug", isReady: true, processes: [entry]).write(
            to: folder.path)
        #expect(RunningStack.find(in: folder.path) == nil)
        await RunningStack.clearRemains(in: folder.path)
        #expect(await child.exit() == .signal(SIGTERM))
    }
}
