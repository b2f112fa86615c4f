import Chassis
import Contracts
import Foundation
import TestSupport
import Testing
import Yams

@testable import CLI

/// `docker-compose.yml` beside what it must agree with: the services, the secrets that are made, the keys that are known.
struct ComposeTests {
    private struct Compose: Decodable {
        var services: [String: Service]
        var secrets: [String: Secret]
    }
    private struct Secret: Decodable { var file: String }
    private struct Service: Decodable {
        var image: String?
        var command: [String]?
        /// Without a value: that of the environment in which compose is called.
        var environment: [String: String?]?
        var secrets: [String]?
        var ports: [String]?
        var networks: [String]?
        var healthcheck: Health?
    }
    private struct Health: Decodable { var test: [String] }

    private func compose() throws -> Compose {
        let file = SourceTree.url("docker-compose.yml")
        return try YAMLDecoder().decode(Compose.self, from: String(contentsOf: file, encoding: .utf8))
    }

    @Test func everySecretIsMadeAndEveryMadeOneIsUsed() throws {
        let folder = try TemporaryFolder()
        let made = try Secrets(folder: folder.path).makeAll()
        let compose = try compose()
        #expect(Set(compose.secrets.keys) == Set(made))
        #expect(compose.secrets.allSatisfy { $0.value.file == "./deploy/compose/secrets/\($0.key)" })
        #expect(Set(compose.services.values.flatMap { $0.secrets ?? [] }) == Set(made))
        for service in compose.services.values {
            let named = (service.environment ?? [:]).filter { $0.key.hasSuffix("_FILE") }.values.compactMap { $0 }
            #expect(named.allSatisfy { (service.secrets ?? []).contains($0.replacingOccurrences(of: "/run/secrets/", with: "")) })
        }
    }

    @Test func everyServiceIsThereWithItsPortAndOnlyTheGatewaysIsPublished() throws {
        let compose = try compose()
        for name in ServiceName.allCases {
            let service = try #require(compose.services[name.rawValue])
            #expect(service.command == ["pledge-\(name.rawValue)"])
            #expect((service.ports != nil) == (name == .gateway))
            let known = Set(Settings.all.map(\.name))
            for key in (service.environment ?? [:]).keys {
                #expect(known.contains(key) || known.contains(key.replacingOccurrences(of: "_FILE", with: "")), "\(key)")
            }
            guard name != .gateway else { continue }
            let port = StackPorts(base: StackPorts.defaultBase).service(name)
            #expect(service.healthcheck?.test.last == "http://127.0.0.1:\(port)/readyz")
            #expect(compose.services["\(name.rawValue)-migrate"]?.command == ["pledge-\(name.rawValue)", "migrate"])
            #expect(compose.services["postgres-\(name.rawValue)"]?.environment?["PLEDGE_SERVICE"] == name.rawValue)
        }
        #expect(compose.services.allSatisfy { $0.value.ports == nil || $0.key == "gateway" })
    }

    @Test func mailGoesToTheCatcherAndWebhooksHaveAWayOut() throws {
        let compose = try compose()
        let notifications = try #require(compose.services["notifications"])
        let environment = try #require(notifications.environment)
        #expect(environment["PLEDGE_SMTP_URL"] == "${PLEDGE_SMTP_URL:-smtp://mail:1025}")
        for key in ["PLEDGE_SMTP_SENDER", "PLEDGE_SMTP_ENCRYPTION"] {
            #expect(environment[key]??.hasPrefix("${\(key):-") == true, "\(key)")
        }
        #expect(environment.keys.contains("PLEDGE_WEBHOOK_NETWORKS"))
        let mail = try #require(compose.services["mail"])
        #expect(mail.networks == ["inner"] && mail.ports == nil && mail.secrets == nil)
        #expect(notifications.networks?.sorted() == ["inner", "outer"])
    }

    /// Every image that compose names by a variable is one that a machine without a registry can make.
    @Test func everyImageHasAStandIn() throws {
        let names = try compose().services.values.compactMap {
            $0.image?.split(separator: ":").first.map { String($0.dropFirst(2)) }
        }
        let bases = try String(contentsOf: SourceTree.url("deploy/images/bases"), encoding: .utf8)
        for name in Set(names) where name != "PLEDGE_IMAGE" { #expect(bases.contains("\n\(name)=pledge-base-"), "\(name)") }
        #expect(Set(names).count == 4)
    }
}
