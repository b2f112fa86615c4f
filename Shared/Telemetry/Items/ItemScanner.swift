/// Reads one item, an object that is flat but for a list of names, into fixed fields: the members of all kinds, and which
/// of them were there.
public struct ItemScanner {
    /// The members that an item may have.
    public enum Member: Int, CaseIterable, Sendable {
        case kind, service, component, location, at, state, periodSeconds, total, failed, id, from, to, revision, withdrawn,
            customers, affectedPercent, deployed, down

        /// The member's name in JSON.
        public var name: StaticString {
            switch self {
            case .kind: "kind"
            case .service: "service"
            case .component: "component"
            case .location: "location"
            case .at: "at"
            case .state: "state"
            case .periodSeconds: "period_seconds"
            case .total: "total"
            case .failed: "failed"
            case .id: "id"
            case .from: "from"
            case .to: "to"
            case .revision: "revision"
            case .withdrawn: "withdrawn"
            case .customers: "customers"
            case .affectedPercent: "affected_percent"
            case .deployed: "deployed"
            case .down: "down"
            }
        }

        /// What a member of the name is; nil when no item has such a member.
        @inline(__always)
        init?(_ name: UnsafeRawBufferPointer) {
            guard let first = name.first else { return nil }
            let candidate: Member? =
                switch (first, name.count) {
                case (UInt8(ascii: "k"), 4): .kind
                case (UInt8(ascii: "s"), 7): .service
                case (UInt8(ascii: "c"), 9): name[1] == UInt8(ascii: "u") ? .customers : .component
                case (UInt8(ascii: "l"), 8): .location
                case (UInt8(ascii: "a"), 2): .at
                case (UInt8(ascii: "a"), 16): .affectedPercent
                case (UInt8(ascii: "s"), 5): .state
                case (UInt8(ascii: "p"), 14): .periodSeconds
                case (UInt8(ascii: "t"), 5): .total
                case (UInt8(ascii: "f"), 6): .failed
                case (UInt8(ascii: "i"), 2): .id
                case (UInt8(ascii: "f"), 4): .from
                case (UInt8(ascii: "t"), 2): .to
                case (UInt8(ascii: "r"), 8): .revision
                case (UInt8(ascii: "w"), 9): .withdrawn
                case (UInt8(ascii: "d"), 8): .deployed
                case (UInt8(ascii: "d"), 4): .down
                default: nil
                }
            guard let candidate, name.matches(candidate.name) else { return nil }
            self = candidate
        }
    }

    /// An item of which nothing was read yet.
    public init() {}

    private static var nothing: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: nil, count: 0) }

    /// The kind, as it is written; the texts are empty where the item lacks the member.
    public private(set) var kind = nothing
    /// What the item is about.
    public private(set) var names = ItemNames()
    /// When, as it is written.
    public private(set) var at = nothing
    /// The state, as it is written.
    public private(set) var state = nothing
    /// The sender's id of an outage.
    public private(set) var id = nothing
    /// When an outage began, as it is written.
    public private(set) var from = nothing
    /// Empty also when it is null.
    public private(set) var to = nothing
    /// The length of a slice in seconds.
    public private(set) var periodSeconds: Int64 = 0
    /// How many requests, or resources, there were.
    public private(set) var total: Int64 = 0
    /// How many of them failed, or were down.
    public private(set) var failed: Int64 = 0
    /// The revision of an outage; 1 where there is none.
    public private(set) var revision: Int64 = 1
    /// Whether an outage is taken back.
    public private(set) var withdrawn = false
    /// The list of the customers whom an outage touched, as it is written.
    private(set) var customers = nothing
    /// The share of users whom an outage touched, as it is written.
    private(set) var affectedPercent = nothing
    @usableFromInline var seen: UInt32 = 0

    /// Whether the item has the member.
    @inlinable @inline(__always)
    public func has(_ member: Member) -> Bool { seen & (1 << UInt32(member.rawValue)) != 0 }

    /// Whether the item has any of these members, as ``mask(of:)`` gives them.
    @inlinable @inline(__always)
    public func hasForeign(_ mask: UInt32) -> Bool { seen & mask != 0 }

    /// The members that are there but not among these.
    public func others(than allowed: [Member]) -> [Member] {
        Member.allCases.filter { has($0) && !allowed.contains($0) }
    }

    /// Reads the item that the scanner stands before.
    ///
    /// - Parameter wrong: is told of every member that is unknown, comes twice or has the wrong type.
    /// - Throws: when it is not an object in JSON.
    public mutating func read(
        _ json: inout JSONScanner, wrong: (_ member: String, _ detail: String) -> Void
    ) throws(JSONScanner.Malformed) {
        try json.expect(UInt8(ascii: "{"))
        if json.take(UInt8(ascii: "}")) { return }
        repeat {
            _ = json.next()
            let name = try json.string()
            try json.expect(UInt8(ascii: ":"))
            let start = json.position
            let value = try json.value()
            guard let member = Member(name) else {
                wrong(SeriesName.printable(String(decoding: name.prefix(64), as: UTF8.self)), "no item has such a member")
                continue
            }
            if has(member) { wrong("\(member.name)", "it comes twice") }
            seen |= 1 << UInt32(member.rawValue)
            if case .nested = value, member == .customers {
                customers = json.text(from: start)
            } else if !take(member, value) {
                wrong("\(member.name)", Self.expectation(member))
            }
        } while json.take(UInt8(ascii: ","))
        try json.expect(UInt8(ascii: "}"))
    }

    @inline(__always)
    private mutating func take(_ member: Member, _ value: JSONScanner.Value) -> Bool {
        switch value {
        case .string(let text): return take(member, text: text)
        case .integer(let number): return take(member, number: number)
        case .bool(let bool):
            guard member == .withdrawn else { return false }
            withdrawn = bool
            return true
        case .null: return member == .to || member == .location
        case .number, .nested: return false
        }
    }

    @inline(__always)
    private mutating func take(_ member: Member, text: UnsafeRawBufferPointer) -> Bool {
        switch member {
        case .kind: kind = text
        case .service: names.service = text
        case .component: names.component = text
        case .location: names.location = text
        case .at: at = text
        case .state: state = text
        case .id: id = text
        case .from: from = text
        case .to:
            // An outage that goes on is null, or without the member; an empty text is a mistake of who sends it.
            guard !text.isEmpty else { return false }
            to = text
        case .affectedPercent: affectedPercent = text
        default: return false
        }
        return true
    }

    @inline(__always)
    private mutating func take(_ member: Member, number: Int64) -> Bool {
        switch member {
        case .periodSeconds: periodSeconds = number
        case .total, .deployed: total = number
        case .failed, .down: failed = number
        case .revision: revision = number
        default: return false
        }
        return true
    }

    private static func expectation(_ member: Member) -> String {
        switch member {
        case .periodSeconds, .total, .failed, .deployed, .down, .revision: "it must be a whole number"
        case .withdrawn: "it must be true or false"
        case .to: "it must be an RFC 3339 time, or null"
        case .customers: customersExpectation
        case .affectedPercent: affectedExpectation
        default: "it must be a string"
        }
    }
}
