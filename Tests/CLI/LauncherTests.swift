import Foundation
import Hosting
import TestSupport
import Testing

/// The shell script, in a folder of its own with programs of its own, so that it can neither build nor install anything.
@Suite struct LauncherTests {
    private func launch(_ arguments: [String], swift: String) async throws -> (exit: ChildProcess.Exit, output: String) {
        let folder = try TemporaryFolder()
        try FileManager.default.copyItem(at: SourceTree.url("pledge"), to: URL(filePath: "\(folder.path)/pledge"))
        try Account.makeFolder("\(folder.path)/bin", mode: 0o755)
        let program = "\(folder.path)/bin/swift"
        FileManager.default.createFile(
            atPath: program, contents: Data("#!/bin/sh\n\(swift)\n".utf8), attributes: [.posixPermissions: 0o755])
        return try await ChildProcess.run(
            Command(
                "sh", ["\(folder.path)/pledge"] + arguments,
                environment: ["PATH": "\(folder.path)/bin:/usr/bin:/bin", "HOME": folder.path]))
    }

    @Test func anOldToolchainIsRefusedWithWhatToDo() async throws {
        let result = try await launch(["up", "--yes"], swift: "echo 'Swift version 5.10.1 (swift-5.10.1-RELEASE)'")
        #expect(result.exit == .code(1))
        #expect(result.output.contains("Swift 5.10 is too old; this needs 6.3."))
        #expect(result.output.contains("swift.org/install"))
    }

    @Test func aFailedBuildShowsTheCompilersErrors() async throws {
        let swift =
            "if [ \"$1\" = --version ]; then echo 'Swift version 6.3.1'; else echo 'x.swift:1:1: error: no such thing'; exit 1; fi"
        let result = try await launch(["up", "--yes"], swift: swift)
        #expect(result.exit == .code(1))
        #expect(result.output.contains("error: no such thing"))
        #expect(result.output.contains("the build failed"))
    }

    @Test func anUnknownConfigurationIsRefused() async throws {
        let result = try await launch(["up", "--configuration", "fast"], swift: "exit 1")
        #expect(result.exit == .code(1))
        #expect(result.output.contains("'release' or 'debug', not 'fast'"))
    }

    @Test func withoutABuildItSaysSo() async throws {
        let result = try await launch(["up", "--yes", "--no-build"], swift: "exit 1")
        #expect(result.exit == .code(1))
        #expect(result.output.contains("is not built yet"))
    }
}
