import Contracts
import Terms

/// Somebody who is told: a member of a customer, or the company itself by its address.
struct Reader: Sendable, Equatable {
    let customer: CustomerID
    /// Nil for the company itself.
    let member: MemberID?
    let address: String?
    let language: PreferenceResource.Language
    /// In whose time they read.
    let zone: Zone
    /// How they are told of the topic at hand.
    let channels: [PreferenceResource.Channel]

    /// What stays when the address changes.
    var key: String { member?.description ?? customer.description }

    /// Those of a customer whose address nobody before them has: who is a member and the company's address has one mail.
    static func distinct(_ readers: [Reader]) -> [Reader] {
        var seen: Set<String> = []
        return readers.sorted { ($0.member != nil ? 0 : 1, $0.key) < ($1.member != nil ? 0 : 1, $1.key) }.filter { reader in
            guard reader.channels.contains(.email), let address = reader.address else { return true }
            return seen.insert("\(reader.customer) \(address.lowercased())").inserted
        }
    }
}
