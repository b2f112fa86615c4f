import Contracts
import Terms

extension SubscriptionAttribute {
    /// What follows from elsewhere: the plan and the service stand in the subscription, parts and categories in the agreement.
    private static let givenElsewhere: Set = ["plan", "service", "part", "category"]

    /// Reads the member `attributes` of a subscription.
    static func list(_ body: NodeReader) -> [SubscriptionAttribute] {
        body.ifPresent("attributes") { list in
            list.list(0...Bounds.attributes) { SubscriptionAttribute($0) }
        } ?? []
    }

    private init(_ reader: NodeReader) {
        let member = reader["name"]
        let name = member.key()
        if Self.givenElsewhere.contains(name) { member.fail("is not for an attribute: it follows from elsewhere") }
        let from = reader.ifPresent("from") { $0.instant() }
        let until = reader.ifPresent("until") { member in
            let until = member.instant()
            if let from, until <= from { member.fail("must be after from") }
            return until
        }
        self.init(name: name, value: reader["value"].text(1...100), from: from, until: until)
    }
}
