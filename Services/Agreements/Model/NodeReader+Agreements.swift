import Contracts
import Terms

extension NodeReader {
    /// An address for mail. Whether it exists only mail can tell; this keeps out what is certainly none.
    func email() -> String {
        parsed("an e-mail address", standIn: "") { text in
            let parts = text.split(separator: "@", omittingEmptySubsequences: false)
            let isPlain = text.unicodeScalars.allSatisfy {
                $0.value > 0x20 && $0.value != 0x7F && !"<>(),;:\\\"[]".unicodeScalars.contains($0)
            }
            guard parts.count == 2, !parts[0].isEmpty, parts[0].utf8.count <= 64, parts[1].contains("."),
                !parts[1].hasPrefix("."),
                !parts[1].hasSuffix("."), !parts[1].contains(".."), text.utf8.count <= 254, isPlain
            else { return nil }
            return text
        }
    }

    /// An ISO 4217 code.
    func currency() -> String {
        parsed("an ISO 4217 currency code such as EUR", standIn: "EUR") { Currency.exponents[$0] == nil ? nil : $0 }
    }
}
