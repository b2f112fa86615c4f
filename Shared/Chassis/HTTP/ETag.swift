import Contracts
import HTTPTypes

/// A strong validator: the version of a resource, spelled `"v7"`.
public struct ETag: Hashable, Sendable, CustomStringConvertible {
    /// The version that it names.
    public let version: Int64

    /// The tag of a version.
    public init(version: Int64) {
        self.version = version
    }

    /// Reads one tag; nil unless it is a strong tag of ours.
    public init?(_ text: some StringProtocol) {
        guard text.hasPrefix("\"v"), text.hasSuffix("\""), text.utf8.count > 3,
            let version = Int64(text.dropFirst(2).dropLast()), version >= 0
        else { return nil }
        self.version = version
    }

    /// The header's value, quotes included.
    public var description: String { "\"v\(version)\"" }
}

extension APIRequest {
    /// The version that the caller believes to change, for an update that names it (`… where version = n`).
    ///
    /// - Throws: 428 without `If-Match`; 412 when it names no version of ours, a weak tag included; 400 for more than one tag.
    public func expectedVersion() throws(Problem) -> Int64 {
        guard let header = headers[.ifMatch] else { throw .preconditionRequired }
        let tags = ETagList.split(header)
        guard tags.count == 1 else { throw .badRequest("If-Match must name exactly one version") }
        guard let tag = ETag(tags[0]) else { throw .preconditionFailed() }
        return tag.version
    }

    /// Holds the caller to the state that it knows.
    ///
    /// - Throws: 428 without `If-Match`, 412 when none of its tags is the current version. `*` matches whatever exists.
    public func requireMatch(version: Int64) throws(Problem) {
        guard let header = headers[.ifMatch] else { throw .preconditionRequired }
        guard header.trimmingSpaces != "*" else { return }
        guard ETagList.split(header).contains(where: { ETag($0)?.version == version }) else { throw .preconditionFailed() }
    }
}

/// Lists of tags, as `If-Match` and `If-None-Match` carry them.
enum ETagList {
    /// The tags of a header; commas inside quotes belong to the tag.
    static func split(_ header: String) -> [String] {
        var tags: [String] = []
        var current = ""
        var isQuoted = false
        for character in header {
            if character == "\"" { isQuoted.toggle() }
            if character == ",", !isQuoted {
                tags.append(current.trimmingSpaces)
                current = ""
            } else {
                current.append(character)
            }
        }
        tags.append(current.trimmingSpaces)
        return tags.filter { !$0.isEmpty }
    }

    /// Whether `If-None-Match` names the tag; weak comparison, as RFC 9110 demands for it.
    static func matches(_ header: String, _ tag: String) -> Bool {
        if header.trimmingSpaces == "*" { return true }
        return split(header).contains { ($0.hasPrefix("W/") ? String($0.dropFirst(2)) : $0) == tag }
    }
}

extension StringProtocol {
    /// The text without blanks and tabs at its ends, as header fields are to be read.
    var trimmingSpaces: String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        let start = firstIndex { !isBlank($0) } ?? endIndex
        guard start < endIndex, let last = lastIndex(where: { !isBlank($0) }) else { return "" }
        return String(self[start...last])
    }
}
