import ArgumentParser
import Backtest
import Contracts
import Foundation
import Glibc
import Terms

/// The files that backtests are given, and what is said about them when they are wrong.
enum BacktestFiles {
    /// A file cannot be used.
    struct Unusable: Error, CustomStringConvertible {
        /// The file or option, and what is wrong with it.
        let description: String
    }

    /// Bytes of an agreement, of facts or of a definition; one more than the reader takes, so that it says so.
    private static let documentBytes = AgreementYAML.limits.bytesMaximum + 1

    /// Runs `body`; what is wrong is printed for people, and the exit code is 1.
    static func reporting(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch {
            FileHandle.standardError.write(Data("pledge: \(error)\n".utf8))
            throw ExitCode.failure
        }
    }

    /// Reads an agreement.
    static func agreement(_ file: String) throws -> AgreementDocument {
        try document(file) { node throws(NodeProblems) in try AgreementDocument(node) }
    }

    /// Reads facts.
    static func facts(_ file: String) throws -> BacktestFacts {
        try document(file) { node throws(NodeProblems) in try BacktestFacts(node) }
    }

    /// Reads the definition of a service.
    static func service(_ file: String) throws -> ServiceDraft {
        try document(file) { node throws(NodeProblems) in try node.read { ServiceDraft($0) } }
    }

    private static func document<Value>(
        _ file: String, _ read: (Node) throws(NodeProblems) -> Value
    ) throws -> Value {
        let handle: FileHandle
        do {
            handle = try FileHandle(forReadingFrom: URL(filePath: TypedPath.absolute(file)))
        } catch {
            throw Unusable(description: "\(file) cannot be read: \(String(cString: strerror(errno)))")
        }
        defer { try? handle.close() }
        let data = try handle.read(upToCount: documentBytes) ?? Data()
        do throws(NodeProblems) {
            return try read(try AgreementYAML.node(data))
        } catch {
            throw Unusable(description: error.problems.map { "\(file)\($0)" }.joined(separator: "\n"))
        }
    }

    /// An instant that was typed.
    static func instant(_ text: String?, _ option: String) throws -> Instant? {
        guard let text else { return nil }
        guard let instant = Instant(rfc3339: text) else {
            throw Unusable(description: "\(option) must be an RFC 3339 time such as 2026-03-01T00:00:00Z, is \(text)")
        }
        return instant
    }

    /// Reads files of measurements, with progress on standard error when that is a terminal.
    static func read<Result>(_ files: [String], quiet: Bool, _ body: (Recordings) throws -> Result) throws -> Result {
        let shows = !quiet && isatty(STDERR_FILENO) == 1
        let started = ContinuousClock.now
        let recordings = Recordings(files.map { TypedPath.absolute($0) }) { progress in
            guard shows, progress.ofBytes > 0 else { return }
            let share = progress.bytes * 100 / progress.ofBytes
            let spent = (ContinuousClock.now - started).components.seconds
            let left = progress.bytes > 0 ? spent * Int64(progress.ofBytes - progress.bytes) / Int64(progress.bytes) : 0
            FileHandle.standardError.write(Data("\r\(share) % read, \(spent) s, about \(left) s to go   ".utf8))
        }
        defer { if shows, !files.isEmpty { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) } }
        return try body(recordings)
    }

    /// Says what was passed over.
    static func warn(_ count: RecordedHistory.Count) {
        guard count.unknownSamples > 0 else { return }
        let names = count.unknownSeries.joined(separator: ", ")
        FileHandle.standardError.write(
            Data("pledge: \(count.unknownSamples) samples are of series that no definition knows: \(names)\n".utf8))
    }
}
