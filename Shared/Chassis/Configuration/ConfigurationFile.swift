import Contracts
import Foundation
import Terms

/// The file that `PLEDGE_CONFIG` names: YAML or JSON, flat or nested, with the keys of the environment in lower case and
/// without their prefix. `{"http": {"port": 7301}, "log_level": "debug"}` is PLEDGE_HTTP_PORT and PLEDGE_LOG_LEVEL.
enum ConfigurationFile {
    /// The keys of a file by their names in the environment; none when no file is named.
    static func load(_ path: String?, problems: inout [String]) -> [String: String] {
        guard let path else { return [:] }
        guard let data = try? Data(contentsOf: URL(filePath: path)) else {
            problems.append("PLEDGE_CONFIG names a file that cannot be read: \(path)")
            return [:]
        }
        do {
            return keys(of: try AgreementYAML.node(data))
        } catch {
            problems.append("PLEDGE_CONFIG: \(path): \(error)")
            return [:]
        }
    }

    static func keys(of document: Node) -> [String: String] {
        var keys: [String: String] = [:]
        collect(document, name: "PLEDGE", into: &keys)
        return keys
    }

    private static func collect(_ node: Node, name: String, into keys: inout [String: String]) {
        switch node.value {
        case .map(let members):
            for member in members {
                collect(member.node, name: "\(name)_\(member.key.uppercased().replacing("-", with: "_"))", into: &keys)
            }
        case .string(let text), .number(let text): keys[name] = text
        case .bool(let flag): keys[name] = String(flag)
        case .null, .list: return
        }
    }
}
