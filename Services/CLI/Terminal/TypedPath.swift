import Foundation

/// Paths as they were typed: from the folder in which the launcher was called, which is not where it works.
enum TypedPath {
    /// The folder in which the user typed.
    static var folder: String {
        ProcessInfo.processInfo.environment["PLEDGE_CALLED_FROM"] ?? FileManager.default.currentDirectoryPath
    }

    /// A typed path, taken from there.
    static func absolute(_ text: String, from base: String = folder) -> String {
        URL(filePath: text, relativeTo: URL(filePath: base, directoryHint: .isDirectory)).standardizedFileURL.path
    }
}
