import Foundation
import NIOConcurrencyHelpers

/// A real mail server, aiosmtpd, which says what it received as Python's own mail parser reads it.
///
/// By the recipient's name: `nobody@` is refused (550), `busy@` is put off the first time (451), of `lost@` the first mail is
/// taken and the connection cut before the answer.
public final class MailCatcher: Sendable {
    /// A mail as it arrived.
    public struct Mail: Decodable, Sendable {
        /// The envelope.
        public let sender: String
        /// The envelope.
        public let recipients: [String]
        /// What the parser has to complain of.
        public let defects: [String]
        /// A field.
        public let from: String
        /// A field.
        public let to: String
        /// A field.
        public let subject: String
        /// A field; the same for one delivery however often it is sent.
        public let messageId: String
        /// Unix time of the `Date` field.
        public let date: Int64
        /// The kind and the character set.
        public let type: String
        /// A field.
        public let language: String
        /// The words.
        public let text: String
        /// Length of the longest line.
        public let longestLine: Int
        /// The names of all fields.
        public let fields: [String]
    }

    private static let script = """
        import asyncio, email, email.policy, email.utils, json, sys
        from aiosmtpd.controller import Controller
        seen = set()
        def tell(envelope):
            mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
            defects = [str(d) for part in mail.walk() for d in part.defects]
            defects += [str(d) for value in mail.values() for d in value.defects]
            print(json.dumps({
                "sender": envelope.mail_from, "recipients": envelope.rcpt_tos, "defects": defects, "from": mail["from"],
                "to": mail["to"], "subject": mail["subject"], "messageId": mail["message-id"],
                "date": int(email.utils.parsedate_to_datetime(mail["date"]).timestamp()),
                "type": mail.get_content_type() + " " + mail.get_content_charset(), "language": mail["content-language"],
                "text": mail.get_content().replace("\\r\\n", "\\n"), "longestLine": max(len(l) for l in envelope.content.split(b"\\r\\n")),
                "fields": mail.keys()}), flush=True)
        class Handler:
            async def handle_RCPT(self, server, session, envelope, address, options):
                if address.startswith("nobody@"): return "550 5.1.1 no such user here"
                if address.startswith("busy@") and address not in seen:
                    seen.add(address)
                    return "451 4.3.0 come back later"
                envelope.rcpt_tos.append(address)
                return "250 OK"
            async def handle_DATA(self, server, session, envelope):
                tell(envelope)
                name = envelope.rcpt_tos[0]
                if name.startswith("lost@") and name not in seen:
                    seen.add(name)
                    server.transport.abort()
                    return "250 never heard"
                return "250 2.0.0 taken"
        class AnyPort(Controller):
            def _trigger_server(self):
                self.port = self.server.sockets[0].getsockname()[1]
                super()._trigger_server()
        controller = AnyPort(Handler(), hostname="127.0.0.1", port=0)
        controller.start()
        print(controller.port, flush=True)
        sys.stdin.read()
        controller.stop()
        """

    private struct State {
        var pending = Data()
        var lines: [String] = []
    }

    private let process = Process()
    private let input = Pipe()
    private let state = NIOLockedValueBox(State())

    /// Starts it; it ends when its input does.
    public init() async throws {
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [ProcessInfo.processInfo.environment["PLEDGE_TEST_PYTHON"] ?? "python3", "-c", Self.script]
        process.standardOutput = output
        process.standardInput = input
        let state = self.state
        output.fileHandleForReading.readabilityHandler = { handle in
            let data = handle.availableData
            if data.isEmpty { handle.readabilityHandler = nil }
            state.withLockedValue { state in
                state.pending += data
                while let end = state.pending.firstIndex(of: 0x0A) {
                    state.lines.append(String(decoding: state.pending[..<end], as: UTF8.self))
                    state.pending = Data(state.pending[state.pending.index(after: end)...])
                }
            }
        }
        try process.run()
    }

    /// Stops it.
    public func stop() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// Where it listens.
    public func url() async throws -> String {
        let port = try await eventually("the mail server") { state.withLockedValue { $0.lines.first } }
        return "smtp://127.0.0.1:\(port)"
    }

    /// What has arrived, in order.
    public func mails() throws -> [Mail] {
        try state.withLockedValue { $0.lines }.dropFirst().map { try JSONDecoder().decode(Mail.self, from: Data($0.utf8)) }
    }

    /// What has arrived, once it is so many.
    public func mails(_ count: Int) async throws -> [Mail] {
        try await eventually("\(count) mails") {
            let all = try self.mails()
            return all.count >= count ? all : nil
        }
    }
}
