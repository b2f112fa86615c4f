/// Notice that something needs: `PT48H`, or `{least: P14D, strength: target, clause: S3-7a}`.
public struct Notice: Hashable, Sendable {
    /// How long before.
    public let least: TimeSpan
    /// Whether it binds. Where it is an aim, lateness is reported and costs nothing.
    public let strength: Strength
    /// The clause.
    public let clause: String

    /// Notice of so long.
    public init(least: TimeSpan, strength: Strength, clause: String) {
        self.least = least
        self.strength = strength
        self.clause = clause
    }

    init(_ reader: NodeReader, _ names: AgreementNames, _ otherwise: String, strength other: Strength?) {
        guard case .map = reader.node?.value else {
            least = reader.timeSpan()
            strength = other ?? .guarantee
            clause = otherwise
            return
        }
        (least, strength, clause) = reader.object { part in
            if other != nil { part.fail("says its strength itself; notice_strength is for the short form") }
            return (
                part["least"].timeSpan(), part.ifPresent("strength") { $0.choice() } ?? .guarantee,
                names.clause(of: part, otherwise: otherwise)
            )
        }
    }
}
