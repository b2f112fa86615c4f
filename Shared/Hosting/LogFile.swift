import Foundation

/// Reading the ends of log files.
public enum LogFile {
    /// How much of a file's end is looked at: enough for the lines that anybody reads.
    private static let windowBytes: UInt64 = 64 << 10

    /// The last lines of a file; empty when it cannot be read.
    public static func tail(_ path: String, lines: Int) -> String {
        guard let file = FileHandle(forReadingAtPath: path) else { return "" }
        defer { try? file.close() }
        let size = (try? file.seekToEnd()) ?? 0
        try? file.seek(toOffset: size > windowBytes ? size - windowBytes : 0)
        let text = String(decoding: (try? file.readToEnd()) ?? Data(), as: UTF8.self)
        return text.split(separator: "\n").suffix(lines).joined(separator: "\n")
    }
}
