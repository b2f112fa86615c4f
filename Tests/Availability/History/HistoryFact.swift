import Terms

/// Something that is measured, or declared.
enum HistoryFact: Hashable, Sendable {
    /// What a probe saw.
    case probe(location: String, at: Int64, isDown: Bool)
    /// A slice of requests, or of resources.
    case counts(of: Counted, at: Int64, period: Int64, total: Int64, failed: Int64)
    /// An outage that somebody declared, corrected or withdrew; `to` is nil while it goes on. One that is limited touched the
    /// history's customer alone, one with a share so many per cent of the users.
    case outage(
        id: String, revision: Int64, component: String, from: Int64, to: Int64?, isWithdrawn: Bool, isLimited: Bool,
        share: Percent?)

    /// What a slice counts.
    enum Counted: String, CaseIterable {
        case requests, resources

        /// What there were, and which of them were bad.
        var members: (all: String, bad: String) { self == .requests ? ("total", "failed") : ("deployed", "down") }
    }

    /// Who is told of it.
    enum Reader {
        /// The service.
        case service
        /// A backtest of what everybody had, to whom an outage of the customer alone is none.
        case everybody
        /// A backtest of what the customer had.
        case customer
    }

    /// Whether it counts requests or resources.
    var isCount: Bool {
        if case .counts = self { return true }
        return false
    }

    /// The latest second that it is about: nobody knows of it before, in epoch seconds.
    var at: Int64 {
        switch self {
        case .probe(_, let at, _), .counts(_, let at, _, _, _): at
        case .outage(_, _, _, let from, let to, _, _, _): to ?? from
        }
    }

    /// Whether somebody declared it.
    var isDeclared: Bool {
        if case .outage = self { true } else { false }
    }

    /// As an item of JSON. `fraction` follows the seconds of its times and says nothing: `.75`.
    func json(_ fraction: String = "", for reader: Reader = .service) -> String {
        func time(_ seconds: Int64) -> String {
            "\"\("\(Instant(epochSeconds: seconds))".replacing("Z", with: "\(fraction)Z"))\""
        }
        let service = HistoryShape.service
        switch self {
        case .probe(let location, let at, let isDown):
            return """
                {"kind":"probe","service":"\(service)","component":"\(HistoryShape.probed)","location":"\(location)",\
                "at":\(time(at)),"state":"\(isDown ? "down" : "up")"}
                """
        case .counts(let counted, let at, let period, let total, let failed):
            return """
                {"kind":"\(counted.rawValue)","service":"\(service)","component":"\(HistoryShape.countedKey)","at":\(time(at)),\
                "period_seconds":\(period),"\(counted.members.all)":\(total),"\(counted.members.bad)":\(failed)}
                """
        case .outage(let id, let revision, let component, let from, let to, var isWithdrawn, let isLimited, let share):
            if isLimited, case .everybody = reader { isWithdrawn = true }
            var more = isWithdrawn ? #","withdrawn":true"# : ""
            if isLimited, case .service = reader { more += #","customers":["\#(HistoryShape.customer)"]"# }
            if let share { more += #","affected_percent":"\#(share)""# }
            return """
                {"kind":"outage","id":"\(id)","service":"\(service)","component":"\(component)","from":\(time(from)),\
                "to":\(to.map(time) ?? "null"),"revision":\(revision)\(more)}
                """
        }
    }

    /// The header of CSV that can say it; nil where none can.
    var csvHeader: String? {
        switch self {
        case .probe: "at,location,state,component,service"
        case .counts(let counted, _, _, _, _):
            "\(counted.members.bad),\(counted.members.all),service,at,component,period_seconds"
        case .outage: nil
        }
    }

    /// As a line of CSV, by its header.
    func csv(isEpoch: Bool) -> String? {
        let time = isEpoch ? "\(at)" : "\(Instant(epochSeconds: at))"
        switch self {
        case .probe(let location, _, let isDown):
            let state = isEpoch ? (isDown ? "0" : "1") : (isDown ? "down" : "up")
            return "\(time),\(location),\(state),\(HistoryShape.probed),\(HistoryShape.service)"
        case .counts(_, _, let period, let total, let failed):
            return "\(failed),\(total),\(HistoryShape.service),\(time),\(HistoryShape.countedKey),\(period)"
        case .outage: return nil
        }
    }
}
