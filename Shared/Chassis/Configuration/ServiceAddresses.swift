import Contracts
import Foundation

/// Where the services of the installation are: `agreements=http://127.0.0.1:7301,availability=http://…`.
public struct ServiceAddresses: Hashable, Sendable, CustomStringConvertible {
    /// The base address of each service that is named, without a slash at its end.
    public let urls: [ServiceName: String]

    /// Reads the list.
    ///
    /// - Throws: ``BadSetting`` when an entry is not `service=http://…`.
    public init(_ text: String) throws(BadSetting) {
        var urls: [ServiceName: String] = [:]
        for entry in text.split(separator: ",") {
            let parts = entry.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, let service = ServiceName(rawValue: parts[0].trimmingSpaces),
                let url = URL(string: parts[1].trimmingSpaces), url.scheme == "http" || url.scheme == "https", url.host != nil
            else { throw BadSetting("a list of service=http://host:port, separated by commas") }
            let address = parts[1].trimmingSpaces
            urls[service] = address.hasSuffix("/") ? String(address.dropLast()) : address
        }
        self.urls = urls
    }

    private init(urls: [ServiceName: String]) {
        self.urls = urls
    }

    /// The addresses of an installation on one machine with the default ports.
    public static let standard = ServiceAddresses(
        urls: [
            .agreements: "http://127.0.0.1:7301", .availability: "http://127.0.0.1:7302", .ticketing: "http://127.0.0.1:7303",
            .claims: "http://127.0.0.1:7304", .notifications: "http://127.0.0.1:7305", .gateway: "http://127.0.0.1:7300",
        ])

    /// The address of a service; nil when it is not named.
    public subscript(service: ServiceName) -> String? { urls[service] }

    /// The list, in the order of the services.
    public var description: String {
        ServiceName.allCases.compactMap { service in urls[service].map { "\(service.rawValue)=\($0)" } }.joined(separator: ",")
    }
}
