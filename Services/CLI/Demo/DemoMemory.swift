import Foundation

/// What the demo remembers of what it made, so that loading again goes on where it ended and repeats nothing: keys, each in a file
/// among the secrets, and notes in one file beside them. Without a place, nothing outlives the process.
final class DemoMemory: @unchecked Sendable {
    private let lock = NSLock()
    private let secrets: Secrets?
    private let file: String?
    private var notes: [String: String] = [:]
    private var keys: [String: String] = [:]

    /// What was remembered in those places.
    init(secrets: Secrets?, file: String?) {
        self.secrets = secrets
        self.file = file
        if let file, let data = FileManager.default.contents(atPath: file) {
            notes = (try? JSONDecoder().decode([String: String].self, from: data)) ?? [:]
        }
    }

    /// A note.
    func note(_ name: String) -> String? { lock.withLock { notes[name] } }

    /// Writes a note down, whole or not at all.
    func note(_ name: String, _ text: String) throws {
        try lock.withLock {
            notes[name] = text
            guard let file else { return }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            try encoder.encode(notes).write(to: URL(filePath: file), options: .atomic)
        }
    }

    /// An API key.
    func key(_ name: String) -> String? {
        lock.withLock {
            if let known = keys[name] { return known }
            return secrets.flatMap { try? String(contentsOfFile: $0.file(name), encoding: .utf8) }
        }
    }

    /// Keeps an API key.
    func keep(_ key: String, as name: String) throws {
        lock.withLock { keys[name] = key }
        try secrets?.write(key, to: name)
    }
}
