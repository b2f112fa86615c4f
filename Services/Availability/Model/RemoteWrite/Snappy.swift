import Csnappy

/// Unpacks the snappy block format in which remote write comes.
enum Snappy {
    /// The bytes cannot be unpacked.
    enum Failure: Error, Equatable {
        /// They are not snappy, or are truncated.
        case malformed
        /// They say that they unpack to more than is taken.
        case tooLarge(bytes: Int)
    }

    /// The unpacked bytes. The length that the sender claims is checked before anything is allocated for it.
    static func unpack(_ bytes: UnsafeRawBufferPointer, maximumBytes: Int) throws(Failure) -> [UInt8] {
        guard let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self) else { throw .malformed }
        var claimed = 0
        guard snappy_uncompressed_length(start, bytes.count, &claimed) == SNAPPY_OK, claimed >= 0 else { throw .malformed }
        guard claimed <= maximumBytes else { throw .tooLarge(bytes: claimed) }
        var length = claimed
        var status = SNAPPY_OK
        let unpacked = [UInt8](unsafeUninitializedCapacity: max(claimed, 1)) { buffer, count in
            buffer.withMemoryRebound(to: CChar.self) { text in
                status = snappy_uncompress(start, bytes.count, text.baseAddress, &length)
            }
            count = status == SNAPPY_OK ? length : 0
        }
        guard status == SNAPPY_OK, length == claimed else { throw .malformed }
        return unpacked
    }
}
