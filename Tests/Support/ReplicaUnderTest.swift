import AsyncHTTPClient
import Chassis
import Contracts
import Foundation
import Glibc
import Hosting
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1

/// A service as it runs outside of tests, in a process of its own: on the database and with the keys of a service under test,
/// to be killed and started again.
public final class ReplicaUnderTest: Sendable {
    /// Where it listens, `http://127.0.0.1:41234`; the same after every start.
    public let address: String
    private let command: Command
    private let log: String
    private let running = NIOLockedValueBox<ChildProcess?>(nil)

    /// A replica that does not run yet.
    ///
    /// - Parameters:
    ///   - redis: where it tells its events: a server that no other test looks at.
    ///   - folder: where its log is written.
    public init(of service: ServiceUnderTest, redis: RedisAddress, folder: String) throws {
        let port = try Ports.anyFree()
        address = "http://127.0.0.1:\(port)"
        log = "\(folder)/replica-\(port).log"
        var environment = service.environment.merging([
            "PLEDGE_HTTP_HOST": "127.0.0.1", "PLEDGE_HTTP_PORT": String(port), "PLEDGE_REDIS_HOST": redis.host,
            "PLEDGE_REDIS_PORT": String(redis.port),
        ]) { $1 }
        environment["PLEDGE_REDIS_PASSWORD"] = redis.password
        environment["PATH"] = ProcessInfo.processInfo.environment["PATH"]
        command = Command(
            StackHarness.programs.appending(path: "pledge-\(service.chassis.configuration.service.rawValue)").path, ["serve"],
            environment: environment, output: .file(log), signalWhenParentDies: "KILL")
    }

    /// Starts it; returns once it is ready.
    public func start() async throws {
        let child = try await ChildProcess.start(command)
        running.withLockedValue { $0 = child }
        try await eventually("a replica that is ready") {
            guard child.isRunning else { throw NeverCame(description: "the replica ended: \(LogFile.tail(log, lines: 15))") }
            return await isReady() ? () : nil
        }
    }

    /// Ends it at once, with `kill -9`; returns once it is gone.
    public func kill() async {
        guard let child = running.withLockedValue({ $0 }) else { return }
        child.send(SIGKILL)
        _ = await child.exit()
    }

    private func isReady() async -> Bool {
        let answer = try? await HTTPClient.shared.execute(HTTPClientRequest(url: "\(address)/readyz"), timeout: .seconds(5))
        return answer?.status == .ok
    }
}
