import Foundation
import Glibc
import Hosting

/// The processes that somebody wants down for a while: a file each, in a folder that the supervisor reads when it gets a signal.
struct Holds: Sendable {
    /// What tells the supervisor to look.
    static let signal = SIGUSR1

    private let folder: String

    init(layout: StackLayout) { folder = "\(layout.run)/held" }

    /// The names of the processes to hold.
    var names: Set<String> { Set((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []) }

    /// Adds or removes a name. The name is one of the running stack's, never a path.
    func set(_ name: String, held: Bool) throws {
        try Account.makeFolder(folder, mode: 0o755)
        let file = "\(folder)/\(name)"
        if held {
            guard FileManager.default.createFile(atPath: file, contents: nil) else {
                throw HostingError(.storage, "\(file) could not be written.", advice: "Free some space on the disk.")
            }
        } else {
            unlink(file)
        }
    }

    /// A fresh start holds nothing.
    func clear() { try? FileManager.default.removeItem(atPath: folder) }
}
