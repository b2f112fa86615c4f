/// Who began a claim.
public enum ClaimOrigin: String, Codable, Hashable, Sendable, CaseIterable {
    /// Pledge, from a statement.
    case statement
    /// The customer.
    case customer
    /// The provider, on the customer's behalf.
    case provider
}
