import Foundation
import Hosting

/// A headless Chromium: what a page is to a real browser. `./pledge test` installs it.
public struct Chromium: Sendable {
    /// A window that shows a whole status page of a few services.
    private static let window = "1000,1600"

    /// What came of opening a page.
    public struct Opened: Sendable {
        /// The document as it was rendered, and what the browser had to say, which includes what it refused.
        public let output: String
        /// The picture, as PNG; empty where none was asked for.
        public let picture: Data
    }

    /// Whether the page is asked for in the dark.
    public var isDark = false

    /// A browser in a bright room.
    public init(isDark: Bool = false) {
        self.isDark = isDark
    }

    /// Opens a page in a profile of its own, and reads the document that came of it.
    public func document(_ url: String) async throws -> Opened {
        try await open(url, ["--dump-dom"], picture: nil)
    }

    /// Opens a page, and takes a picture.
    public func picture(_ url: String) async throws -> Opened {
        let file = FileManager.default.temporaryDirectory.appending(path: "pledge-page-\(UUID().uuidString).png")
        defer { try? FileManager.default.removeItem(at: file) }
        return try await open(url, ["--screenshot=\(file.path)"], picture: file)
    }

    private func open(_ url: String, _ arguments: [String], picture: URL?) async throws -> Opened {
        let profile = FileManager.default.temporaryDirectory.appending(path: "pledge-browser-\(UUID().uuidString.prefix(8))")
        defer { try? FileManager.default.removeItem(at: profile) }
        // Its sandbox wants privileges that a build machine does not give; the page is ours, and no other address resolves.
        let always = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars",
            "--disable-background-networking", "--disable-component-update", "--enable-logging=stderr",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--user-data-dir=\(profile.path)",
            "--window-size=\(Self.window)",
            "--blink-settings=preferredColorScheme=\(isDark ? 0 : 1)",
        ]
        let (exit, output) = try await ChildProcess.run(Command("chromium", always + arguments + [url]))
        guard exit.isSuccess else { throw SupportError("chromium ended with \(exit): \(output.suffix(2000))") }
        return Opened(output: output, picture: try picture.map { try Data(contentsOf: $0) } ?? Data())
    }
}
