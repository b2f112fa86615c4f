import Contracts
import Foundation

/// How far a reader of the events has come: its partition, and in that partition the last position of every producer.
///
/// Clients carry it as the opaque `id` of an event. It says nothing that they may not know: counts, no content.
struct FeedPosition: Sendable, Equatable {
    /// The partition that the positions belong to.
    let partition: Int
    /// The last position of each producer; absent when nobody could say.
    var positions: [ServiceName: Int64]

    private static let version: UInt8 = 1
    /// A spelling that is longer is not ours: six producers with ten bytes each.
    private static let maximumTextBytes = 128
    /// The producers' numbers in the spelling; never changed, only added to.
    private static let numbers: [(ServiceName, UInt8)] = [
        (.agreements, 0), (.availability, 1), (.ticketing, 2), (.claims, 3), (.notifications, 4),
    ]

    init(partition: Int, positions: [ServiceName: Int64] = [:]) {
        self.partition = partition
        self.positions = positions
    }

    /// Reads the spelling of ``text``; nil when it is not one.
    init?(_ text: some StringProtocol) {
        guard text.utf8.count <= Self.maximumTextBytes, let bytes = Self.decodeBase64(String(text)) else { return nil }
        var rest = bytes[...]
        guard rest.popFirst() == Self.version, let partition = rest.popFirst(), partition < Partition.count else { return nil }
        var positions: [ServiceName: Int64] = [:]
        while let number = rest.popFirst() {
            guard let service = Self.numbers.first(where: { $0.1 == number })?.0, positions[service] == nil,
                let position = Self.varint(&rest)
            else { return nil }
            positions[service] = position
        }
        self.partition = Int(partition)
        self.positions = positions
    }

    /// The opaque spelling: base64url without padding.
    var text: String {
        var bytes: [UInt8] = [Self.version, UInt8(partition)]
        for (service, number) in Self.numbers {
            guard let position = positions[service] else { continue }
            bytes.append(number)
            var rest = UInt64(position)
            while rest >= 0x80 {
                bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
                rest >>= 7
            }
            bytes.append(UInt8(rest))
        }
        return Data(bytes).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    private static func varint(_ bytes: inout ArraySlice<UInt8>) -> Int64? {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 63, by: 7) {
            guard let byte = bytes.popFirst() else { return nil }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return Int64(exactly: value) }
        }
        return nil
    }

    private static func decodeBase64(_ text: String) -> [UInt8]? {
        guard text.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "=") }) else {
            return nil
        }
        let standard = text.replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
        return Data(base64Encoded: standard + padding).map(Array.init)
    }
}
