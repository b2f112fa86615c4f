import Contracts
import Crypto
import Foundation

/// Makes the id of a delivery out of what it is: the same event, recipient and channel have the same id, in every process.
enum DeliveryKey {
    /// The id for one event, recipient and channel: 48 bits of the event's time, so that ids sort by it, then SHA-256 in the
    /// layout of a UUIDv7.
    ///
    /// - Parameter recipient: what stays when an address changes: the id of a webhook, member or customer.
    static func id(event: EventID, channel: DeliveryResource.Channel, recipient: String) -> DeliveryID {
        var hash = SHA256()
        for part in [event.description, channel.rawValue, recipient] {
            hash.update(data: Data(part.utf8))
            hash.update(data: Data([0]))
        }
        var bytes = Array(hash.finalize().prefix(16))
        withUnsafeBytes(of: event.uuid.uuid) { event in
            for index in 0..<6 { bytes[index] = event[index] }
        }
        bytes[6] = 0x70 | bytes[6] & 0x0F
        bytes[8] = 0x80 | bytes[8] & 0x3F
        return bytes.withUnsafeBytes { DeliveryID(UUID(uuid: $0.loadUnaligned(as: uuid_t.self))) }
    }
}
