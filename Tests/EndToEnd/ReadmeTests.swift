import Foundation
import Hosting
import NIOHTTP1
import Terms
import TestSupport
import Testing

extension EndToEnd {
    /// What the README tells a newcomer to type works as printed.
    @Suite(.timeLimit(.minutes(8))) struct ReadmeTests {
        /// The README's shell blocks that talk to the running stack.
        private static func commands() throws -> [String] {
            let text = try String(contentsOf: SourceTree.url("README.md"), encoding: .utf8)
            let blocks = text.components(separatedBy: "```sh\n").dropFirst().compactMap {
                $0.components(separatedBy: "\n```").first
            }
            return blocks.filter { $0.contains("curl ") }
        }

        @Test func everyCurlLineWorksAsPrinted() async throws {
            let commands = try Self.commands()
            #expect(commands.count >= 3)
            try await StackHarness.with { stack in
                // An answer of 400 or more becomes an exit code, without a change to the line.
                try "fail\nsilent\nshow-error\n".write(toFile: "\(stack.state)/.curlrc", atomically: true, encoding: .utf8)
                var outputs: [String] = []
                for command in commands {
                    let script = command.replacing("127.0.0.1:7300", with: "127.0.0.1:\(stack.base)").replacing(
                        ".pledge", with: stack.state)
                    let result = try await ChildProcess.run(
                        Command(
                            "sh", ["-euc", script],
                            environment: ["PATH": "/usr/bin:/bin", "CURL_HOME": stack.state, "HOME": stack.state],
                            directory: SourceTree.root.path))
                    #expect(result.exit.isSuccess, "\(command)\n\(result.output)")
                    #expect(result.output.contains("{"), "\(command) printed: \(result.output)")
                    outputs.append(result.output)
                }
                // What the words above the lines promise is in the answers.
                #expect(outputs.first?.contains(#""verdict""#) == true)
                #expect(outputs.last?.contains(#""not_evaluated":[{"#) == true)
                // The demo's webhooks reach its own web server, signed and sent for real.
                let sent: Answer = try await eventually("a webhook that was taken") {
                    let answer = try await stack.send(
                        .GET, "/v1/deliveries?channel=webhook&state=delivered", key: try stack.secret("demo-admin-key"))
                    return answer["data"]?.items?.isEmpty == false ? answer : nil
                }
                #expect(sent["data", "0", "recipient"]?.text?.hasSuffix("/hooks") == true)
            }
        }
    }
}
