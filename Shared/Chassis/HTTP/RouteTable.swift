import Contracts
import Foundation
import HTTPTypes

/// The routes of a service, found by path and method. A fixed part comes before a part in braces.
public struct RouteTable: Sendable {
    /// What a path and a method lead to.
    public enum Match: Sendable {
        /// A route, and the texts of the parts in braces.
        case route(Route, [String: String])
        /// The path exists with other methods.
        case otherMethods([String])
        /// No such path.
        case none
    }

    private struct Leaf: Sendable {
        let route: Route
        let names: [String]
    }

    private struct Branch: Sendable {
        var fixed: [String: Int] = [:]
        var open: Int?
        var leaves: [HTTPRequest.Method: Leaf] = [:]
    }

    private var branches = [Branch()]
    /// The routes, in the order in which they were given.
    public let routes: [Route]

    /// A table of routes.
    ///
    /// - Precondition: no two routes have the same method and path; the mistake shows at start.
    public init(_ routes: [Route]) {
        self.routes = routes
        for route in routes { add(route) }
    }

    private mutating func add(_ route: Route) {
        var at = 0
        var names: [String] = []
        for part in route.path.split(separator: "/") {
            if part.hasPrefix("{"), part.hasSuffix("}") {
                names.append(String(part.dropFirst().dropLast()))
                at = branches[at].open ?? grow { $0[at].open = $1 }
            } else {
                let part = String(part)
                at = branches[at].fixed[part] ?? grow { $0[at].fixed[part] = $1 }
            }
        }
        precondition(branches[at].leaves[route.method] == nil, "\(route.method) \(route.path) is there twice")
        branches[at].leaves[route.method] = Leaf(route: route, names: names)
    }

    private mutating func grow(_ link: (inout [Branch], Int) -> Void) -> Int {
        branches.append(Branch())
        link(&branches, branches.count - 1)
        return branches.count - 1
    }

    /// What a path (without query, not yet decoded) and a method lead to.
    public func match(_ method: HTTPRequest.Method, _ path: some StringProtocol) -> Match {
        guard path.hasPrefix("/") else { return .none }
        let parts = path == "/" ? [] : path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= Self.maximumParts, let (at, values) = find(parts[...], from: 0) else { return .none }
        let leaves = branches[at].leaves
        guard let leaf = leaves[method] ?? (method == .head ? leaves[.get] : nil) else {
            var methods = Set(leaves.keys.map(\.rawValue))
            if leaves[.get] != nil { methods.insert("HEAD") }
            return .otherMethods(Array(methods))
        }
        var parameters: [String: String] = [:]
        for (name, value) in zip(leaf.names, values) {
            guard let decoded = String(value).removingPercentEncoding, !decoded.isEmpty else { return .none }
            parameters[name] = decoded
        }
        return .route(leaf.route, parameters)
    }

    /// More parts than any route has.
    private static let maximumParts = 16

    /// The branch of a path that has leaves; the fixed way first, then the open one.
    private func find(_ parts: ArraySlice<some StringProtocol>, from at: Int) -> (Int, [String])? {
        guard let part = parts.first else { return branches[at].leaves.isEmpty ? nil : (at, []) }
        if let next = branches[at].fixed[String(part)], let found = find(parts.dropFirst(), from: next) { return found }
        if let next = branches[at].open, let (leaf, values) = find(parts.dropFirst(), from: next) {
            return (leaf, [String(part)] + values)
        }
        return nil
    }
}
