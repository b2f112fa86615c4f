/// What an agreement obliges its provider to do about a change of itself: to announce it, and to wait.
public struct ChangeDuty: Hashable, Sendable, Codable {
    /// The clause that decides on the wait.
    public let clause: String
    /// Whether the change waits for notice.
    public let isInAdvance: Bool
    /// Local days from the notice to the change; 0 where it need only come before, and where nothing waits.
    public let days: Int
    /// The ways in which it is announced, of which notice counts; empty for any.
    public let channels: [String]
    /// What it rests on.
    public let bearing: Bearing

    /// The duty about a kind of change; nil where the agreement says nothing of it.
    ///
    /// Of several rules the longest notice decides, but where one is about improvements, that alone decides on them. Where the
    /// rule that decides names no way, the ways are those that the others name.
    public init?(_ document: AgreementDocument, of change: ChangeRule.Change) {
        let rules = document.changes.filter { $0.change == change || $0.change == .any }
        let own = rules.filter { $0.change == change }
        let deciding = change == .improvement && !own.isEmpty ? own : rules
        guard let rule = deciding.max(by: { Self.wait($0) < Self.wait($1) }) else { return nil }
        let named = rule.channels.isEmpty ? rules.filter { !$0.channels.isEmpty } : [rule]
        clause = rule.clause
        isInAdvance = rule.isInAdvance
        days = rule.noticeDays ?? 0
        channels = named.flatMap(\.channels).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        bearing = Bearing(document, clauses: Set([rule.clause] + named.map(\.clause)))
    }

    private static func wait(_ rule: ChangeRule) -> (Int, Int) {
        (rule.isInAdvance ? 1 : 0, rule.noticeDays ?? 0)
    }

    /// Whether notice in such a way counts.
    public func counts(_ channel: String) -> Bool {
        channels.isEmpty || channels.contains(channel)
    }

    /// From when a change may hold that is asked for from an instant; nil while it waits for notice.
    ///
    /// - Parameter announced: when it was announced, by way.
    public func start(asked: Instant, announced: [String: Instant], in zone: Zone) -> Instant? {
        guard isInAdvance else { return asked }
        let proof = announced.filter { counts($0.key) }.values.min()
        return proof.map { Self.start(asked: asked, noticeAt: $0, days: days, in: zone) }
    }

    /// The ways in which it must still be announced.
    public func missing(announced: [String: Instant]) -> [String] {
        channels.filter { announced[$0] == nil }
    }

    /// From when a change may hold of which notice was given: so many local days later at the same time of day, and not before it
    /// is asked for.
    public static func start(asked: Instant, noticeAt: Instant, days: Int, in zone: Zone) -> Instant {
        max(asked, zone.instant(noticeAt, plusDays: Int64(days)))
    }
}
