/// The spelling of names in JSON: `windowStart` is `window_start`, `tenantID` and `tenantId` are `tenant_id`, `outageIDs` is
/// `outage_ids`. Names that are in snake case already stay as they are.
public enum SnakeCase {
    /// The snake case of a Swift name.
    public static func of(_ name: String) -> String {
        guard name.utf8.contains(where: isUpper) else { return name }
        let bytes = Array(name.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + 4)
        for (index, byte) in bytes.enumerated() {
            guard isUpper(byte) else {
                result.append(byte)
                continue
            }
            if index > 0, startsWord(bytes, index) { result.append(UInt8(ascii: "_")) }
            result.append(byte + 32)
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// A capital starts a word after a small letter or digit, or before a small letter (`URLPath`), unless that letter is
    /// the plural of an acronym (`IDs`).
    private static func startsWord(_ bytes: [UInt8], _ index: Int) -> Bool {
        let previous = bytes[index - 1]
        if previous == UInt8(ascii: "_") { return false }
        if !isUpper(previous) { return true }
        guard index + 1 < bytes.count, isLower(bytes[index + 1]) else { return false }
        let isPlural = bytes[index + 1] == UInt8(ascii: "s") && (index + 2 == bytes.count || isUpper(bytes[index + 2]))
        return !isPlural
    }

    private static func isUpper(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") }
    private static func isLower(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") }
}

/// A coding key made of any text.
struct PlainKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(stringValue: String) {
        self.stringValue = stringValue
        intValue = nil
    }

    /// The place of an element.
    init(index: Int) {
        stringValue = "\(index)"
        intValue = index
    }

    init?(intValue: Int) { self.init(index: intValue) }
}
