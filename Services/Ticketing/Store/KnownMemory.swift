import Contracts

/// What is known of customers, as far as it was read lately.
struct KnownMemory: Sendable {
    let services = Remembered<ServiceState>()
    let subscriptions = Remembered<SubscriptionState>()
    let versions = Remembered<KnownVersion>()
}
