import Contracts
import Messaging
import Postgres

/// Forgets customers and members who have gone: what waits for them is not sent any more, and what they were told is theirs.
/// Notices stay: they prove what the tenant did.
enum Partings {
    /// The handlers. After those that keep the copies: whose choice is left over is seen there.
    static let subscription = Subscription(consumer: ServiceName.notifications.rawValue, from: .agreements) { on in
        on.on(CustomerDeleted.self) { gone, event, transaction in
            _ = try await transaction.execute([
                DeliveryStore.forget(gone.id, of: event.tenant), PreferenceStore.forgetStrangers(of: event.tenant),
            ])
        }
        on.on(MemberDeleted.self) { gone, event, transaction in
            _ = try await transaction.execute([
                DeliveryStore.forget(gone.id, of: event.tenant), PreferenceStore.forgetStrangers(of: event.tenant),
            ])
        }
    }
}
