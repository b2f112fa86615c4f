import Contracts
import Foundation
import Terms
import Testing

@testable import Backtest

/// A folder that goes when the test does.
final class Folder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/backtest-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file, and gives its path.
    func write(_ name: String, _ text: String) throws -> String {
        let file = "\(path)/\(name)"
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        return file
    }
}

/// An instant from text that a test trusts.
func at(_ text: String) throws -> Instant {
    try #require(Instant(rfc3339: text), "\(text) is no time")
}

/// A service of one probed component, seen from these locations.
func service(_ key: String = "cpaas", locations: [String] = ["khi"], quorum: Int = 1, confirm: Int = 1) -> ServiceDraft {
    let probe = ProbeSource(
        locations: locations, quorum: quorum, confirm: confirm, staleSeconds: 90,
        prometheus: PrometheusProbe(series: "probe_success", labels: ["job": "blackbox"], locationLabel: "location"))
    return ServiceDraft(
        key: key, name: key, components: [ComponentState(key: "api", name: nil, source: .probe(probe))],
        tree: .component("api"))
}

/// The error that reading throws; nil when it throws none.
func complaint(_ text: String, _ name: String = "x", services: [ServiceDraft] = [service()]) throws -> String? {
    let folder = try Folder()
    let file = try folder.write(name, text)
    do {
        _ = try Recordings([file]).history(ServiceCatalogue(services, otherwise: .unknown))
        return nil
    } catch {
        return error.description.replacing(folder.path + "/", with: "")
    }
}
