import Foundation
import TestSupport

/// A file of the source tree that is under version control, or about to be.
struct SourceFile: Sendable, CustomStringConvertible {
    /// The path from the root.
    let path: String
    /// The lines.
    let lines: [Substring]

    var description: String { path }
    var isSwift: Bool { path.hasSuffix(".swift") }

    /// The path's parts.
    var folders: [String] { path.split(separator: "/").map(String.init) }

    /// Every module that the file imports, `@testable` and `import struct` included.
    var imports: [String] {
        lines.compactMap { line in
            var words = line.split(separator: " ").map(String.init)
            while let first = words.first, first.hasPrefix("@") || ["public", "internal", "private", "package"].contains(first) {
                words.removeFirst()
            }
            guard words.first == "import", words.count > 1 else { return nil }
            let kinds: Set = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
            let name = kinds.contains(words[1]) && words.count > 2 ? words[2] : words[1]
            return name.split(separator: ".").first.map(String.init)
        }
    }

    private static let folders = ["Shared", "Services", "Tests", "Benchmarks", "deploy", "docs"]
    private static let extensions: Set = ["swift", "sql", "md", "yaml", "yml", "json", "sh", "html", "css", "js"]

    /// All text files of the tree that people write.
    static let all: [SourceFile] = {
        let root = SourceTree.root.standardizedFileURL.path
        var files: [SourceFile] = []
        let top = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        for name in top where extensions.contains(String(name.split(separator: ".").last ?? "")) || name == "pledge" {
            append(name, root: root, to: &files)
        }
        for folder in folders {
            let walk = FileManager.default.enumerator(atPath: root + "/" + folder)
            while let name = walk?.nextObject() as? String {
                if name.split(separator: "/").last?.hasPrefix(".") == true {
                    walk?.skipDescendants()
                    continue
                }
                guard extensions.contains(String(name.split(separator: ".").last ?? "")) else { continue }
                append(folder + "/" + name, root: root, to: &files)
            }
        }
        return files.sorted { $0.path < $1.path }
    }()

    /// The Swift files among them.
    static let swift = all.filter(\.isSwift)

    private static func append(_ path: String, root: String, to files: inout [SourceFile]) {
        guard let text = try? String(contentsOfFile: root + "/" + path, encoding: .utf8) else { return }
        files.append(SourceFile(path: path, lines: text.split(separator: "\n", omittingEmptySubsequences: false)))
    }
}
