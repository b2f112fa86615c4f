import Terms

extension Backtest {
    /// Why a promise about a service cannot be worked out of what was recorded; nil when it can.
    func lack(_ commitment: AvailabilityCommitment, of key: String) -> String? {
        let nothing = services[key] == nil ? "nothing was recorded of the service" : nil
        switch commitment.measure {
        case .time, .outages, .slices: return nothing
        case .executions, .meanOfSlices:
            return services[key]?.countsRequests == true ? nil : "no requests were recorded of the service"
        case .tickets(let rule):
            guard facts.items.kinds.contains(.ticket) else { return "no tickets were recorded" }
            return rule.counted == .outageTime ? nothing : nil
        case .resourceTime:
            let isKnown = facts.items.hasResources(of: key) || services[key]?.countsResources == true
            return isKnown ? nil : "no resources were recorded of the service"
        case .affectedUsers:
            let isKnown = facts.items.kinds.contains(.partialOutage) || services[key]?.knowsPartialOutages == true
            return isKnown ? nil : "no outages of some users were recorded"
        }
    }
}
