import Foundation
import Hosting
import Terms

/// A tenant of the demo as its folder describes it: `deploy/demo/<name>/tenant.json`, what the API takes, member by member.
struct TenantFile: Sendable {
    /// The tenants, in the order in which they are loaded.
    static let all = ["zecto", "zadarma", "infopromo", "connect-engage"]

    /// The folder's name, which is the agreement's file's, too.
    let name: String
    /// What the file says.
    let content: Node
    /// What its services are, in the order in which they are defined.
    let services: [Node]
    /// Its agreement, in YAML.
    let agreement: Data
    private let folder: URL

    /// Reads the folder of a tenant.
    ///
    /// - Parameters:
    ///   - home: the source tree.
    ///   - target: what its probes watch.
    init(_ name: String, home: String, target: String) throws {
        let demo = URL(filePath: "\(home)/deploy/demo")
        func read(_ path: String) throws -> Node {
            let text = try String(contentsOf: demo.appending(path: path), encoding: .utf8)
            return try Node(json: Data(text.replacing("${target}", with: target).utf8))
        }
        self.name = name
        folder = demo.appending(path: name)
        let content = try read("\(name)/tenant.json")
        self.content = content
        services = try content.list(at: "service_files").map { try read($0.word) } + content.list(at: "services")
        agreement = try Data(contentsOf: demo.appending(path: "agreements/\(name).yaml"))
    }

    /// The tenant's zone, in which its days and months begin.
    var zone: Zone {
        get throws {
            let name = content.text(at: "tenant.time_zone") ?? ""
            guard let zone = Zone(name) else { throw HostingError(.notReady, "The time zone \(name) is not known here.") }
            return zone
        }
    }

    /// One of its stories, "story" or "walk", as its file tells it.
    func content(of story: String) throws -> Node {
        try Node(json: Data(contentsOf: folder.appending(path: "\(story).json")))
    }

    /// The probes of a service: its components that are probed, from each of their places.
    static func probes(of service: Node) -> [TelemetryGenerator.Probe] {
        service.list(at: "components").flatMap { component in
            component.list(at: "source.locations").map {
                TelemetryGenerator.Probe(component: component.text(at: "key") ?? "", location: $0.word)
            }
        }
    }
}

extension Node {
    /// The string that it is; empty when it is none.
    var word: String { if case .string(let text) = value { text } else { "" } }
}
