import Crypto
import Foundation
import Hosting

/// The template of a set of migrations: made once for a server, cloned for every test.
struct TemplateDatabase {
    static let rolePassword = "pledge-tests"
    /// Keeps two programs from making roles or the same template at once; any constant that nobody else uses.
    private static let advisoryLock = 7_300_001

    let server: PostgresServer
    let service: String
    let folders: [URL]

    /// The template's name; its migrations are applied when it returns.
    func name() async throws -> String {
        let files = try folders.flatMap { folder in
            try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
                .filter { $0.pathExtension == "sql" }.sorted { $0.lastPathComponent < $1.lastPathComponent }
        }
        let scripts = try files.map { try String(contentsOf: $0, encoding: .utf8) }
        let name = "template_\(service)_\(Self.checksum(scripts))"
        let admin = try await server.admin()
        try await admin.run("select pg_advisory_lock(\(Self.advisoryLock))")
        if try await admin.run("select 1 from pg_database where datname = '\(name)' and datistemplate").isEmpty {
            try await make(name, files: files, scripts: scripts, admin: admin)
        }
        // Closing the connection lets go of the lock also when something above throws.
        try await admin.run("select pg_advisory_unlock(\(Self.advisoryLock))")
        return name
    }

    private func make(_ name: String, files: [URL], scripts: [String], admin: AdminConnection) async throws {
        for role in ["pledge_\(service)_owner", "pledge_\(service)", "pledge_\(service)_worker"]
        where try await admin.run("select 1 from pg_roles where rolname = '\(role)'").isEmpty {
            try await admin.run("create role \"\(role)\" login nosuperuser nobypassrls password '\(Self.rolePassword)'")
        }
        try await admin.run("drop database if exists \"\(name)\" with (force)")
        try await admin.run("create database \"\(name)\" owner pledge_\(service)_owner")
        try await admin.run("revoke all on database \"\(name)\" from public")
        try await admin.run("grant connect on database \"\(name)\" to pledge_\(service), pledge_\(service)_worker")
        let owner = try await server.admin(database: name)
        try await owner.run("alter schema public owner to pledge_\(service)_owner; revoke create on schema public from public")
        try await owner.run("grant usage on schema public to pledge_\(service), pledge_\(service)_worker")
        try await owner.run("set session authorization pledge_\(service)_owner")
        for (file, script) in zip(files, scripts) {
            do {
                try await owner.run(
                    script.replacing("${app}", with: "pledge_\(service)").replacing("${worker}", with: "pledge_\(service)_worker")
                )
            } catch let error as HostingError {
                throw HostingError(error.code, "\(file.lastPathComponent): \(error.message)")
            }
        }
        // A template may be cloned while nobody is connected to it; from here on nobody can be.
        try await admin.run("alter database \"\(name)\" with is_template true allow_connections false")
    }

    private static func checksum(_ scripts: [String]) -> String {
        var hash = SHA256()
        for script in scripts {
            hash.update(data: Data(script.utf8))
            hash.update(data: Data([0]))
        }
        return hash.finalize().prefix(8).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
