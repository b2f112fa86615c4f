import Foundation

/// The Python package `standardwebhooks`, with which receivers verify webhooks.
public enum StandardWebhooks {
    /// Prints of each message the event's type, or why the package does not believe it.
    private static let script = """
        import json, sys
        from standardwebhooks.webhooks import Webhook, WebhookVerificationError
        import standardwebhooks.webhooks as module
        from datetime import datetime, timedelta, timezone
        for line in sys.stdin:
            sent = json.loads(line)
            class Then(datetime):
                @classmethod
                def now(cls, tz=None): return datetime.fromtimestamp(int(sent["now"]), tz)
            module.datetime = Then
            try: print(Webhook(sent["secret"]).verify(sent["body"], sent["headers"])["type"])
            except WebhookVerificationError as error: print("refused:", error)
        """

    private struct Sent: Encodable {
        let secret: String
        let body: String
        let headers: [String: String]
        let now: String
    }

    /// What the package says to messages, at the times that they bear.
    public static func verify(_ messages: [Receiver.Received], _ secret: String) async throws -> [String] {
        let encoder = JSONEncoder()
        let lines = try messages.map { message in
            let sent = Sent(
                secret: secret, body: message.body, headers: message.headers.filter { $0.key.hasPrefix("webhook-") },
                now: message.headers["webhook-timestamp"] ?? "0")
            // Field names are data here, not ours to spell.
            return String(decoding: try encoder.encode(sent), as: UTF8.self)
        }
        let folder = FileManager.default.temporaryDirectory.appending(path: "pledge-webhooks-\(UUID().uuidString.prefix(8))")
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(lines.joined(separator: "\n").utf8).write(to: folder)
        let program = "import sys; sys.stdin = open(sys.argv[1])\n" + script
        return try await Python.run(["-c", program, folder.path]).split(separator: "\n").map(String.init)
    }
}
