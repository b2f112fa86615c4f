/// Finds the operation for a request's method and path: a trie over path segments, literals before parameters.
public struct RoutingTable: Sendable {
    /// What can follow one prefix of segments; the first branch is the root.
    private struct Branch {
        var literals: [String: Int] = [:]
        var parameter: Int?
        var methods: [String: APIOperation] = [:]
    }

    private var branches = [Branch()]

    /// What a look-up found.
    public enum Match: Sendable, Equatable {
        /// The operation that answers.
        case operation(APIOperation)
        /// The path exists; these are the methods it has, sorted.
        case methodNotAllowed(allowed: [String])
        /// No such path.
        case notFound
    }

    /// The longest path in bytes that is looked at: no template filled with the longest ids comes near it.
    public static let maximumPathBytes = 1024

    /// Builds the table.
    /// - Throws: `DocumentError` when two operations answer the same method and path.
    public init(_ operations: [APIOperation]) throws {
        for operation in operations {
            var branch = 0
            for segment in operation.path.split(separator: "/") {
                branch = step(from: branch, to: String(segment))
            }
            guard branches[branch].methods.updateValue(operation, forKey: operation.method) == nil else {
                throw DocumentError("\(operation.method) \(operation.path) is described twice")
            }
        }
    }

    /// Looks up a request. The path is compared as it was sent: an encoded slash or a dot segment never reaches another
    /// operation than the one that was authorised, and doubled or trailing slashes are other paths.
    /// - Parameters:
    ///   - method: the request's method; `HEAD` is answered by `GET`.
    ///   - path: the path without its query.
    public func match(method: String, path: some StringProtocol) -> Match {
        guard path.utf8.first == UInt8(ascii: "/"), path.utf8.count <= Self.maximumPathBytes else { return .notFound }
        let segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        guard let methods = find(segments[...], from: 0) else { return .notFound }
        if let found = methods[method] ?? (method == "HEAD" ? methods["GET"] : nil) { return .operation(found) }
        let allowed = Set(methods.keys).union(methods["GET"] == nil ? [] : ["HEAD"])
        return .methodNotAllowed(allowed: allowed.sorted())
    }

    /// The branch behind a segment, made when it is new.
    private mutating func step(from branch: Int, to segment: String) -> Int {
        let isParameter = segment.hasPrefix("{")
        if let known = isParameter ? branches[branch].parameter : branches[branch].literals[segment] { return known }
        branches.append(Branch())
        let next = branches.count - 1
        if isParameter { branches[branch].parameter = next } else { branches[branch].literals[segment] = next }
        return next
    }

    private func find(_ segments: ArraySlice<some StringProtocol>, from branch: Int) -> [String: APIOperation]? {
        guard let segment = segments.first else {
            return branches[branch].methods.isEmpty ? nil : branches[branch].methods
        }
        let rest = segments.dropFirst()
        if let literal = branches[branch].literals[String(segment)], let found = find(rest, from: literal) { return found }
        guard let parameter = branches[branch].parameter, !segment.isEmpty, segment != ".", segment != ".." else { return nil }
        return find(rest, from: parameter)
    }
}
