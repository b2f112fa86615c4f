import Contracts
import HTTPTypes

/// What a body is, as far as routes care.
enum BodyType {
    static let mergePatch = "application/merge-patch+json"

    /// Holds a body's media type to what the route reads.
    ///
    /// - Throws: 415 with `Accept`, or with `Accept-Patch` for a PATCH.
    static func check(_ headers: HTTPFields, method: HTTPRequest.Method, rule: BodyRule) throws(Problem) {
        let (type, charset) = parse(headers[.contentType] ?? "")
        switch rule {
        case .none: return
        case .json, .optionalJSON:
            let isRead = method == .patch ? type == mergePatch : type == "application/json"
            guard isRead, charset == nil || charset == "utf-8" else {
                let accepted = method == .patch ? mergePatch : "application/json"
                let problem = Problem.unsupportedMediaType([accepted])
                throw method == .patch ? problem.with(header: "accept-patch", accepted) : problem
            }
        case .raw(_, let types):
            guard types.contains("*/*") || types.contains(type) else { throw .unsupportedMediaType(types) }
        }
    }

    /// The media type in lower case, and its charset.
    static func parse(_ header: String) -> (type: String, charset: String?) {
        let parts = header.split(separator: ";").map { $0.trimmingSpaces.lowercased() }
        let charset = parts.dropFirst().first { $0.hasPrefix("charset=") }?
            .dropFirst("charset=".count).replacing("\"", with: "")
        return (parts.first ?? "", charset.map { String($0) })
    }
}
