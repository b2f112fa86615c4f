import Terms

extension ItemScanner {
    /// Whether the item calls itself a probe's.
    public var isProbe: Bool { kind.matches("probe") }
    /// Whether it calls itself a count of requests.
    public var isRequests: Bool { kind.matches("requests") }
    /// Whether it calls itself a count of resources.
    public var isResources: Bool { kind.matches("resources") }
    /// Whether it calls itself an outage.
    public var isOutage: Bool { kind.matches("outage") }
    /// Whether it calls itself a metric: what that is made of is nested, and read elsewhere.
    public var isMetric: Bool { kind.matches("metric") }

    /// The probe sample that the item is; nil when anything about it is wrong.
    public func probe() -> ProbeItem? {
        let down = state.matches("down")
        guard let at = WallTime.rfc3339(at), down || state.matches("up"), isNamed, !hasForeign(Self.probeForeign) else {
            return nil
        }
        return ProbeItem(names: names, at: at, isDown: down)
    }

    /// The slice of requests, or of resources, that the item is; nil when anything about it is wrong.
    public func counts() -> CountsItem? {
        let members = isResources ? Self.resourceMembers : Self.requestMembers
        guard let at = WallTime.rfc3339(at), ItemLimits.periodSeconds.contains(periodSeconds),
            (0...ItemLimits.valueMaximum).contains(total), failed >= 0, failed <= total, isNamed,
            others(than: members).isEmpty, members.allSatisfy(has)
        else { return nil }
        return CountsItem(
            isResources ? .resources : .requests, names: names, at: at, periodSeconds: periodSeconds, total: total, failed: failed
        )
    }

    /// The declared outage that the item is; nil when anything about it is wrong.
    public func outage() -> OutageItem? {
        let to = WallTime.rfc3339(self.to)
        guard let from = WallTime.rfc3339(from), self.to.isEmpty || to != nil, to.map({ $0 > from }) ?? true,
            Self.isOutageID(id), revision >= 1, isNamed, others(than: Self.outageMembers + Self.outageOptions).isEmpty
        else { return nil }
        let customers = has(.customers) ? customerNames : nil
        let affected = has(.affectedPercent) ? affectedShare : nil
        guard customers != nil || !has(.customers), affected != nil || !has(.affectedPercent), !isTwiceLimited else {
            return nil
        }
        return OutageItem(
            names: names, id: id, from: from, to: to, revision: revision, withdrawn: withdrawn, customers: customers,
            affectedPercent: affected)
    }

    /// Says everything that is wrong with an item of its kind that is not well formed.
    public func explain(_ wrong: (_ member: String, _ detail: String) -> Void) {
        let (required, optional) = expectedMembers
        for member in others(than: required + optional) { wrong("\(member.name)", "such an item does not have it") }
        for member in required where !has(member) { wrong("\(member.name)", "it is required") }
        for (member, detail) in mistakes() { wrong("\(member.name)", detail) }
    }

    private var isNamed: Bool { !names.service.isEmpty && !names.component.isEmpty }

    private var expectedMembers: (required: [Member], optional: [Member]) {
        if isProbe { return (Self.probeMembers, [.location]) }
        if isResources { return (Self.resourceMembers, []) }
        return isRequests ? (Self.requestMembers, []) : (Self.outageMembers, Self.outageOptions)
    }

    private static let probeMembers: [Member] = [.kind, .service, .component, .at, .state]
    private static let probeForeign: UInt32 = mask(
        of: Member.allCases.filter { !probeMembers.contains($0) && $0 != .location })
    private static let requestMembers: [Member] = [.kind, .service, .component, .at, .periodSeconds, .total, .failed]
    private static let resourceMembers: [Member] = [.kind, .service, .component, .at, .periodSeconds, .deployed, .down]
    private static let outageMembers: [Member] = [.kind, .id, .service, .component, .from]
    private static let outageOptions: [Member] = [.to, .revision, .withdrawn, .customers, .affectedPercent]

    static let customersExpectation =
        "it must be a list of \(ItemLimits.customers.lowerBound) to \(ItemLimits.customers.upperBound) different keys or ids"

    /// The names in the list of customers; nil when it is no such list.
    private var customerNames: [String]? {
        var json = JSONScanner(customers, 0..<customers.count, unescaped: TextStore())
        var names: [String] = []
        do throws(JSONScanner.Malformed) {
            try json.elements { json throws(JSONScanner.Malformed) in
                _ = json.next()
                names.append(String(decoding: try json.string(), as: UTF8.self))
            }
        } catch {
            return nil
        }
        let isList = ItemLimits.customers.contains(names.count) && Set(names).count == names.count
        return isList && !names.contains("") ? names : nil
    }

    static let affectedExpectation =
        "it must be a percentage in quotes, above 0 and up to 100, with at most \(Percent.placesMaximum) places"

    /// The share of users whom an outage touched; nil when it is no such share.
    private var affectedShare: Percent? {
        let share = Percent(String(decoding: affectedPercent, as: UTF8.self))
        return share.flatMap { $0 > .zero && $0 <= .hundred ? $0 : nil }
    }

    /// Customers who are named had all of it: of which of them a share would be is not said.
    private var isTwiceLimited: Bool { has(.customers) && has(.affectedPercent) }

    private static func isOutageID(_ id: UnsafeRawBufferPointer) -> Bool {
        (1...ItemLimits.outageIDLength).contains(id.count) && id.allSatisfy { (0x21...0x7E).contains($0) }
    }

    /// Members as bits.
    private static func mask(of members: [Member]) -> UInt32 {
        members.reduce(0) { $0 | 1 << UInt32($1.rawValue) }
    }

    /// The members that are there and whose values are wrong, each with what is wrong.
    private func mistakes() -> [(Member, String)] {
        var found: [(Member, String)] = []
        func check(_ member: Member, _ right: Bool, _ detail: String) {
            if has(member), !right { found.append((member, detail)) }
        }
        let moment = "it must be an RFC 3339 time, such as 2026-03-10T01:30:00Z"
        check(.at, WallTime.rfc3339(at) != nil, moment)
        check(.from, WallTime.rfc3339(from) != nil, moment)
        check(.to, to.isEmpty || WallTime.rfc3339(to) != nil, moment)
        if let from = WallTime.rfc3339(from), let to = WallTime.rfc3339(to) { check(.to, to > from, "it must be after from") }
        check(.state, state.matches("up") || state.matches("down"), "it must be up or down")
        check(.service, !names.service.isEmpty, "it must not be empty")
        check(.component, !names.component.isEmpty, "it must not be empty")
        check(.periodSeconds, ItemLimits.periodSeconds.contains(periodSeconds), "it must be from 1 to 86400")
        for all in [Member.total, .deployed] {
            check(all, (0...ItemLimits.valueMaximum).contains(total), "it must be from 0 to \(ItemLimits.valueMaximum)")
        }
        check(.failed, failed >= 0 && failed <= total, "it must be from 0 to total")
        check(.down, failed >= 0 && failed <= total, "it must be from 0 to deployed")
        check(.revision, revision >= 1, "it must be 1 or more")
        check(.customers, customers.isEmpty || customerNames != nil, Self.customersExpectation)
        check(.affectedPercent, affectedShare != nil, Self.affectedExpectation)
        check(.affectedPercent, !isTwiceLimited, "an outage has this or customers, not both")
        check(.id, Self.isOutageID(id), "it must be 1 to \(ItemLimits.outageIDLength) printable ASCII characters")
        return found
    }
}
