import Foundation
import Hosting
import NIOHTTP1
import TestSupport
import Testing

extension EndToEnd {
    /// Schemathesis reads the OpenAPI document, makes requests of it that are right and wrong in every way it knows, and judges the
    /// answers by it. What it is told beyond the document stands in the folder `Schemathesis`.
    @Suite(.timeLimit(.minutes(60))) struct SchemathesisTests {
        /// When set, the runs with a credential go on for so many seconds with random requests and sequences of them, other ones each time.
        private static let secondsVariable = "PLEDGE_TEST_SCHEMATHESIS_SECONDS"
        /// Of the short run; any number.
        private static let seed = 7
        private static let folder = SourceTree.url("Tests/EndToEnd/Schemathesis").path
        /// The stream never ends; its tests are the feed's.
        private static let endless = ["--exclude-operation-id", "streamEvents"]
        /// Served on the inner ports alone.
        private static let inner = "ops"
        /// What takes about half of the time.
        private static let half = ["identity", "parties", "catalogue"]

        @Test func answersAreAsTheDocumentSays() async throws {
            var options = StackHarness.Options()
            options.scrapeSeconds = 15
            options.environment = Dictionary(
                uniqueKeysWithValues: ["KEY", "TENANT", "ADDRESS"].map { ("PLEDGE_RATE_LIMIT_\($0)", "off") })
            try await StackHarness.with(options) { stack in
                // Two tenants, at the same time.
                let (one, other) = (try stack.secret("demo-admin-key"), try stack.secret("demo-zadarma-admin-key"))
                async let first = judge(stack, Self.requests() + Self.endless + Self.tags("--include-tag", Self.half), key: one)
                async let second = judge(
                    stack, Self.requests() + Self.endless + Self.tags("--exclude-tag", Self.half + [Self.inner]), key: other)
                for run in try await [first, second] { #expect(run.exit.isSuccess, "\(run.output)") }
                // Neither has taken its own key back on the way: all answers after that would have been a 401.
                for key in [one, other] { #expect(try await stack.send(.GET, "/v1/me", key: key).status == 200) }
            }
        }

        @Test func withoutACredentialNothingOpensAndTheInnerPortsAnswerAsDescribed() async throws {
            var options = StackHarness.Options()
            options.demo = false
            options.environment = ["PLEDGE_RATE_LIMIT_ADDRESS": "off"]
            try await StackHarness.with(options) { stack in
                let each = ["--phases", "fuzzing", "--max-examples", "1", "--mode", "positive", "--generation-deterministic"]
                let closed = try await judge(stack, each + ["--exclude-tag", Self.inner])
                #expect(closed.exit.isSuccess, "\(closed.output)")
                let services = ["gateway": 10, "agreements": 1, "availability": 2]
                for (service, offset) in services {
                    let url = "http://127.0.0.1:\(stack.base + offset)"
                    let run = try await judge(stack, Self.known + ["--include-tag", Self.inner, "--url", url])
                    #expect(run.exit.isSuccess, "\(service): \(run.output)")
                }
            }
        }

        /// The requests that the document's examples and bounds lead to: the same ones each time.
        private static let known = ["--phases", "examples,coverage", "--generation-deterministic", "--seed", String(seed)]

        /// Which requests are made.
        private static func requests() -> [String] {
            guard let seconds = ProcessInfo.processInfo.environment[secondsVariable].flatMap({ Int($0) }) else { return known }
            return ["--phases", "examples,coverage,fuzzing,stateful", "--max-time", String(seconds)]
        }

        private static func tags(_ option: String, _ tags: [String]) -> [String] { tags.flatMap { [option, $0] } }

        private func judge(_ stack: StackHarness, _ arguments: [String], key: String? = nil) async throws -> (
            exit: ChildProcess.Exit, output: String
        ) {
            let header = key.map { ["--header", "Authorization: Bearer \($0)"] } ?? []
            let result = try await Python.run(
                [
                    "-m", "schemathesis.cli", "--config-file", "schemathesis.toml", "run", "\(stack.address)/openapi.yaml",
                    "--no-color",
                ]
                    + header + arguments, in: Self.folder)
            print(result.output.suffix(800))
            return result
        }
    }
}
