/// An element of an agreement that is for some customers or services only.
public protocol Scoped: Sendable {
    /// The clause that it rests on.
    var clause: String { get }
    /// What must be so for it to apply; nothing for an element that always does.
    var scopeConditions: [AttributeCondition] { get }
}

extension Scoped {
    /// A condition where a list names some; a list that names none is for all.
    fileprivate func some(_ attribute: String, _ names: [String]) -> [AttributeCondition] {
        names.isEmpty ? [] : [AttributeCondition(attribute: attribute, allowed: names)]
    }
}

extension AvailabilityCommitment: Scoped {
    /// Its services, its plans, and its scope.
    public var scopeConditions: [AttributeCondition] {
        some("service", services) + some("plan", plans) + (scope?.conditions ?? [])
    }
}

extension Objective: Scoped {
    /// Its service and part, and its plans.
    public var scopeConditions: [AttributeCondition] {
        some("service", [service]) + some("part", part.map { [$0] } ?? []) + some("plan", plans)
    }
}

extension SupportTier: Scoped {
    /// Its plans and its scope.
    public var scopeConditions: [AttributeCondition] {
        some("plan", plans) + (scope?.conditions ?? [])
    }
}

extension ExclusionRule: Scoped {
    /// Its services and parts, and its scope.
    public var scopeConditions: [AttributeCondition] {
        some("service", services) + some("part", parts) + (scope?.conditions ?? [])
    }
}

extension Publication: Scoped {
    /// Its scope.
    public var scopeConditions: [AttributeCondition] {
        scope?.conditions ?? []
    }
}

extension ReportDuty: Scoped {
    /// Its plans.
    public var scopeConditions: [AttributeCondition] {
        some("plan", plans)
    }
}
