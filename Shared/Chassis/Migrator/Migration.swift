import Crypto
import Foundation

/// One step of a schema: a numbered file of one module, applied once, never changed.
public struct Migration: Sendable, Hashable {
    /// Whose step it is: `Chassis`, `Messaging`, or the service.
    public let module: String
    /// Its number within the module, from 1, without gaps.
    public let number: Int
    /// The file's name.
    public let name: String
    /// The file's text, roles not yet filled in.
    public let sql: String

    /// A step.
    public init(module: String, number: Int, name: String, sql: String) {
        self.module = module
        self.number = number
        self.name = name
        self.sql = sql
    }

    /// The first line of a file that must run outside a transaction; such a file has one statement (`create index
    /// concurrently …`), because several in one text are a transaction again.
    static let noTransactionMark = "-- no transaction"

    /// SHA-256 of the text: a step that was applied must not be rewritten.
    var checksum: String {
        SHA256.hash(data: Data(sql.utf8)).map { $0 < 16 ? "0\(String($0, radix: 16))" : String($0, radix: 16) }.joined()
    }
    /// Whether the step runs as one transaction.
    var isTransactional: Bool { !sql.hasPrefix(Self.noTransactionMark) }

    /// The steps of a module, from the folder of its files `0001_name.sql`.
    ///
    /// - Throws: ``MigrationError`` when there are none, a file has no number, or a number is missing or there twice.
    public static func load(module: String, folder: URL) throws -> [Migration] {
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "sql" }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
        guard !files.isEmpty else { throw MigrationError("\(module): there are no migrations in \(folder.lastPathComponent)") }
        return try files.enumerated().map { index, file in
            let name = file.deletingPathExtension().lastPathComponent
            guard let number = Int(name.prefix { $0 != "_" }), number == index + 1 else {
                throw MigrationError("\(module): \(name).sql is not number \(index + 1)")
            }
            return Migration(module: module, number: number, name: name, sql: try String(contentsOf: file, encoding: .utf8))
        }
    }
}

/// Why a schema cannot be brought to its state.
public struct MigrationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, and with which step.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
