import Contracts
import Foundation
import Logging
import TestSupport
import Testing

@testable import Chassis

@Suite struct ConfigurationTests {
    @Test func defaultsDependOnTheService() throws {
        let claims = try ServiceConfiguration(service: .claims, environment: [:])
        #expect(claims[Settings.httpPort] == 7304)
        #expect(claims[Settings.postgresDatabase] == "pledge_claims")
        #expect(claims[Settings.postgresWorkerUser] == "pledge_claims_worker")
        #expect(claims[Settings.jwksFile] == nil)
        #expect(claims[Settings.services]?[.gateway] == "http://127.0.0.1:7300")
        let gateway = try ServiceConfiguration(service: .gateway, environment: [:])
        #expect(gateway[Settings.opsPort] == 7310)
        #expect(gateway[Settings.postgresHost] == nil)
        #expect(throws: ConfigurationError.self) { try claims.require(Settings.jwksFile) }
    }

    @Test func everyBadValueNamesItsKeyAndNoSecret() throws {
        let environment = [
            "PLEDGE_HTTP_PORT": "99999", "PLEDGE_LOG_LEVEL": "loud", "PLEDGE_SERVICES": "claims", "PLEDGE_REDIS_PASSWORD": "",
            "PLEDGE_POSTGRES_PASSWORD_FILE": "/nonexistent/file",
        ]
        let error = #expect(throws: ConfigurationError.self) {
            try ServiceConfiguration(service: .claims, environment: environment)
        }
        let problems = try #require(error?.problems)
        #expect(problems.count == 5)
        for key in environment.keys { #expect(problems.contains { $0.hasPrefix(key) }, "\(key)") }
        #expect(problems.contains { $0.contains("99999") })
    }

    @Test func unknownKeysAreWarnedOf() throws {
        let configuration = try ServiceConfiguration(service: .claims, environment: ["PLEDGE_HTTP_PROT": "1", "PATH": "x"])
        #expect(configuration.warnings == ["unknown configuration key PLEDGE_HTTP_PROT"])
    }

    @Test func aFileIsReadAndTheEnvironmentComesFirst() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "configuration-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let secret = folder.appending(path: "secret")
        try Data("hush\n".utf8).write(to: secret)
        let file = folder.appending(path: "pledge.yaml")
        let text = """
            http: {port: 1234, host: 0.0.0.0}
            log_level: debug
            postgres:
              password_file: \(secret.path)
            colour: red
            """
        try Data(text.utf8).write(to: file)
        let configuration = try ServiceConfiguration(
            service: .claims, environment: ["PLEDGE_CONFIG": file.path, "PLEDGE_HTTP_PORT": "4321"])
        #expect(configuration[Settings.httpPort] == 4321)
        #expect(configuration[Settings.httpHost] == "0.0.0.0")
        #expect(configuration[Settings.logLevel] == .debug)
        #expect(configuration[Settings.postgresPassword] == "hush")
        #expect(configuration.warnings == ["unknown configuration key PLEDGE_COLOUR"])
        #expect(throws: ConfigurationError.self) {
            try ServiceConfiguration(service: .claims, environment: ["PLEDGE_CONFIG": folder.appending(path: "no.json").path])
        }
    }

    @Test func everyKeyIsDeclaredOnceAndDocumented() throws {
        let names = Settings.all.map(\.name)
        #expect(Set(names).count == names.count)
        for setting in Settings.all {
            #expect(setting.name.hasPrefix("PLEDGE_") && setting.summary.hasSuffix("."), "\(setting.name)")
            #expect(!setting.summary.contains("|"))
            for service in setting.services {
                if let text = setting.defaultText(for: service) { #expect(throws: Never.self) { try setting.check(text) } }
                if setting.isSecret { #expect(setting.defaultText(for: service) == nil, "a secret has no default") }
            }
        }
    }

    /// `pledge-gateway config --markdown` writes it.
    @Test func theDocumentIsTheTable() throws {
        let document = try String(contentsOf: SourceTree.url("docs/configuration.md"), encoding: .utf8)
        #expect(document.contains(ConfigurationTable.markdown()))
    }

    @Test func theProcessRefusesMistakes() async {
        let definition = ServiceDefinition(.claims, migrations: nil) { _ in ServiceParts() }
        #expect(await ServiceProcess.run(definition, arguments: ["dance"], environment: [:]) == 2)
        #expect(await ServiceProcess.run(definition, arguments: ["serve"], environment: ["PLEDGE_HTTP_PORT": "x"]) == 2)
        #expect(await ServiceProcess.run(definition, arguments: ["config"], environment: [:]) == 0)
    }
}
