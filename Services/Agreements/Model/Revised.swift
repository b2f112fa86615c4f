import Contracts

/// A thing that is changed under `If-Match`: its revision is its ETag.
protocol Revised {
    /// Grows by one with every change.
    var revision: Int64 { get }
}

extension TenantState: Revised {}
extension CustomerState: Revised {}
extension MemberState: Revised {}
extension ServiceState: Revised {}
extension CalendarState: Revised {}
extension SubscriptionState: Revised {}
