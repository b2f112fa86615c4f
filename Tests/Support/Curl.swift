import Foundation
import Hosting

/// `curl`, for what a client in this process would hide: interim answers, and who waits for whom.
public enum Curl {
    /// What curl did, line by line: `>` and `<` mark what was sent and what came.
    ///
    /// - Parameter timeoutSeconds: after so long it gives up, and its exit is no success.
    public static func verbose(_ arguments: [String], timeoutSeconds: Int = 20) async throws -> (
        isSuccess: Bool, transcript: String
    ) {
        let command = Command(
            "curl", ["--disable", "--silent", "--verbose", "--noproxy", "*", "--max-time", String(timeoutSeconds)] + arguments)
        let result = try await ChildProcess.run(command)
        return (result.exit.isSuccess, result.output)
    }

    /// Sends a body the way curl does when it is large: it asks first, and does not send before it hears. (Curl by itself would
    /// send it after a second.)
    public static func askingFirst(_ url: String, headers: [String], body: String) async throws -> (
        isSuccess: Bool, transcript: String
    ) {
        let fields = (headers + ["Expect: 100-continue"]).flatMap { ["--header", $0] }
        return try await verbose(["--expect100-timeout", "60"] + fields + ["--data-binary", body, url])
    }
}
