/// One result: our figure beside a peer's or a limit's, from the same run.
struct Comparison: Encodable, Sendable {
    /// Whether a larger or a smaller figure is the better one.
    enum Direction: String, Encodable {
        case atLeast = "at_least"
        case below
    }

    /// What was measured, in a few words.
    let name: String
    /// Our figure, the median of the rounds.
    let ours: Double
    /// What our figure is compared with: the peer's median, or the limit itself.
    let peer: Double
    /// Who the peer is, or "limit".
    let peerName: String
    /// The unit of both figures: "queries/s", "ms", "MB", …
    let unit: String
    /// ours ÷ peer.
    var ratio: Double { peer == 0 ? .infinity : ours / peer }
    /// What the ratio should reach, or stay below; `nil` when the figure is only told.
    let target: Double?
    /// How the target is to be read.
    let direction: Direction
    /// Anything that a reader of the figure must know.
    let note: String?

    /// True when the target is reached; `nil` when there is none.
    var isReached: Bool? {
        target.map { direction == .atLeast ? ratio >= $0 : ratio < $0 }
    }

    /// A throughput beside a peer's: the ratio should be at least the target.
    static func rate(
        _ name: String, ours: Double, peer: Double, peerName: String, unit: String, atLeast target: Double?, note: String? = nil
    ) -> Comparison {
        Comparison(
            name: name, ours: ours, peer: peer, peerName: peerName, unit: unit, target: target, direction: .atLeast, note: note)
    }

    /// A figure that should stay below a limit.
    static func limit(_ name: String, ours: Double, below limit: Double, unit: String, note: String? = nil) -> Comparison {
        Comparison(name: name, ours: ours, peer: limit, peerName: "limit", unit: unit, target: 1, direction: .below, note: note)
    }

    private enum CodingKeys: String, CodingKey {
        case name, ours, peer, peerName = "peer_name", unit, ratio, target, direction, reached, note
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(ours, forKey: .ours)
        try container.encode(peer, forKey: .peer)
        try container.encode(peerName, forKey: .peerName)
        try container.encode(unit, forKey: .unit)
        try container.encode(ratio, forKey: .ratio)
        try container.encode(target, forKey: .target)
        try container.encode(direction, forKey: .direction)
        try container.encode(isReached, forKey: .reached)
        try container.encodeIfPresent(note, forKey: .note)
    }

    private init(
        name: String, ours: Double, peer: Double, peerName: String, unit: String, target: Double?, direction: Direction,
        note: String?
    ) {
        self.name = name
        self.ours = ours
        self.peer = peer
        self.peerName = peerName
        self.unit = unit
        self.target = target
        self.direction = direction
        self.note = note
    }
}
