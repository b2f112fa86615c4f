import Contracts
import Foundation

/// What `up` prints at its end: addresses, keys, and what to type next.
struct Summary {
    let layout: StackLayout
    let demo: Bool

    var text: String {
        let ports = layout.ports
        var lines = [
            "",
            "Pledge is up.",
            "  API                  http://127.0.0.1:\(ports.base)",
            "  API document         http://127.0.0.1:\(ports.base)/openapi.yaml",
        ]
        if demo {
            lines += [
                "  a status page        http://127.0.0.1:\(ports.base)/status/zecto",
                "  watched web server   http://127.0.0.1:\(ports.nginx)/",
                "  Prometheus           http://127.0.0.1:\(ports.prometheus)/",
            ]
        }
        lines += ["", "Keys (each in a file of \(layout.secrets)):"]
        lines += keys.map { "  \($0.name.rightPadded(to: 20)) \($0.key)" }
        lines += [
            "", "  ./pledge status      what runs", "  ./pledge logs NAME   what it says",
            "  ./pledge down        stop everything, keep the data",
        ]
        return lines.joined(separator: "\n")
    }

    private var keys: [(name: String, key: String)] {
        let files =
            [("operator", "operator-key")]
            + (demo ? DemoKeys.roles.map { ($0.rawValue, DemoKeys.name(of: $0, in: "zecto")) } : [])
        return files.compactMap { name, file in
            (try? String(contentsOfFile: "\(layout.secrets)/\(file)", encoding: .utf8)).map { (name, $0) }
        }
    }
}
