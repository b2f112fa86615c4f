import Foundation

/// Where this source tree lies, for tests that read its files.
public enum SourceTree {
    /// The folder of `Package.swift`.
    public static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// A file or folder by its path from the root.
    public static func url(_ path: String) -> URL { root.appending(path: path) }
}
