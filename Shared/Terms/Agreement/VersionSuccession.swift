/// The published versions of an agreement in the order in which they follow each other, and from when each of them holds for
/// one customer.
///
/// Of the versions whose time has come the last one is in force. A version that makes a promise smaller may start later for one
/// customer than for another, or never; one that is overtaken before its time comes is never in force.
public struct VersionSuccession: Hashable, Sendable {
    /// A version and its start.
    public struct Entry: Hashable, Sendable {
        /// The version's number.
        public let version: Int
        /// From when it may hold; nil while it is not known that it ever will.
        public let start: Instant?

        /// A version and its start.
        public init(version: Int, start: Instant?) {
            self.version = version
            self.start = start
        }
    }

    /// The versions, in the order of their publication.
    public let entries: [Entry]

    /// The versions, in the order of their publication.
    public init(_ entries: [Entry]) {
        self.entries = entries
    }

    /// The version in force at an instant; nil when none is.
    public func version(at instant: Instant) -> Int? {
        entries.last { entry in entry.start.map { $0 <= instant } ?? false }?.version
    }

    /// From when until when a version is in force; nil when it never is.
    public func force(of version: Int) -> Interval? {
        guard let index = entries.firstIndex(where: { $0.version == version }), let start = entries[index].start else {
            return nil
        }
        let end = entries[(index + 1)...].compactMap(\.start).min() ?? .latest
        return start < end ? Interval(start, end) : nil
    }

    /// The version that judges a window: the one in force at the deciding instant; where none was, the first to come into force
    /// before the window ended. A version whose rule is that running windows switch leaves them to whatever is in force at
    /// their last second.
    ///
    /// - Parameters:
    ///   - deciding: the window's first second; of a rolling window the start of its last day.
    ///   - switches: whether the rule of a version is that running windows switch.
    public func judge(of window: Interval, deciding: Instant, switches: (Int) -> Bool) -> Int? {
        let last = window.end.advanced(by: -1)
        guard let version = version(at: deciding) else {
            let first = entries.filter { entry in entry.start.map { $0 > deciding && $0 <= last } ?? false }
                .min { ($0.start ?? .latest) < ($1.start ?? .latest) }
            return first?.version
        }
        return switches(version) ? self.version(at: last) : version
    }
}
