import ArgumentParser
import Contracts
import Foundation
import Hosting

/// Makes the secrets of an installation that something else than `./pledge up` runs.
struct MakeSecrets: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secrets",
        abstract: "Make the secrets of an installation: passwords, keys that sign tokens, the operator's API key.",
        discussion: """
            Each is a file of the folder; what is there already stays. ./pledge up needs no call of this: it makes its own.

              ./pledge secrets deploy/compose/secrets --shared
            """)

    /// Readable by every account that can reach the file; the folder lets none but its owner.
    private static let sharedMode = 0o444

    @Argument(help: "The folder; it is made when it is missing, and closed to other accounts.")
    var folder: String
    @Flag(
        help:
            "Let every account read the files, as containers need that mount them and do not run as root. The folder stays closed."
    )
    var shared = false

    func run() async throws {
        try await reporting {
            let path = TypedPath.absolute(folder)
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
            let secrets = Secrets(folder: path)
            let names = try secrets.makeAll()
            if shared {
                for name in names {
                    try FileManager.default.setAttributes([.posixPermissions: Self.sharedMode], ofItemAtPath: secrets.file(name))
                }
            }
            print("\(names.count) secrets in \(path).")
        }
    }
}
