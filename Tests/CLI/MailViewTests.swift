import Foundation
import Hosting
import TestSupport
import Testing

@testable import CLI

/// The mail catcher of compose, as it stands in where Mailpit cannot be pulled: real SMTP in, and what it shows of it.
@Suite(.timeLimit(.minutes(5))) struct MailViewTests {
    @Test func whatWasMailedIsSeen() async throws {
        let (smtp, http) = (try Ports.anyFree(), try Ports.anyFree())
        let python = ProcessInfo.processInfo.environment["PLEDGE_TEST_PYTHON"] ?? "python3"
        var command = Command(
            "/usr/bin/env", [python, SourceTree.url("deploy/images/mail-catcher").path],
            environment: ["PATH": "/usr/bin:/bin", "SMTP_PORT": String(smtp), "HTTP_PORT": String(http)])
        command.signalWhenParentDies = "TERM"
        let catcher = try await ChildProcess.start(command)
        defer { catcher.send(SIGTERM) }
        let view = MailView(base: "http://127.0.0.1:\(http)")
        let client = APIClient(base: view.base, key: "")
        _ = try await eventually("the catcher") { try? await client.get("/api/v1/messages") }
        for (address, subject) in [
            ("sana+a@acme.example", "Claim decided: Uptime"), ("omar@acme.example", "Claim =?utf-8?q?re=C3=A7u?="),
        ] {
            try await mail(subject, to: address, port: smtp)
        }
        #expect(try await view.subject(to: "sana+a@acme.example", beginning: "Claim decided") == "Claim decided: Uptime")
        #expect(try await view.subject(to: "omar@acme.example", beginning: "Claim") == "Claim reçu")
        let newest = try await client.get("/api/v1/messages?limit=1")
        #expect(newest.list(at: "messages").count == 1 && newest.text(at: "total") == "2")
        let id = try #require(newest.text(at: "messages.0.ID"))
        let raw = try await client.send("GET", "/api/v1/message/\(id)/raw")
        #expect(String(decoding: raw.body, as: UTF8.self).contains("To: omar@acme.example"))
        #expect(try await client.send("GET", "/api/v1/message/1/raw").status == 404)
    }

    private func mail(_ subject: String, to address: String, port: Int) async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "pledge-mail-\(UUID().uuidString.prefix(8)).eml")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data("From: a@z.example\r\nTo: \(address)\r\nSubject: \(subject)\r\n\r\nWords.\r\n".utf8).write(to: file)
        let sent = try await ChildProcess.run(
            Command(
                "curl",
                [
                    "--silent", "--show-error", "--url", "smtp://127.0.0.1:\(port)", "--mail-from", "a@z.example", "--mail-rcpt",
                    address, "--upload-file", file.path,
                ]))
        #expect(sent.exit.isSuccess, "\(sent.output)")
    }
}
