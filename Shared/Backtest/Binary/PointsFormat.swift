/// The compact form of recorded measurements, `.pts`: what a converted file needs of a disk is a byte or two a sample, and
/// what it needs of a processor is little more.
///
/// All numbers are little-endian; a varint is LEB128, a text is a varint of its bytes and then those in UTF-8.
///
/// 1. The header: the four bytes `PTS1`, then the number of series and the number of declared outages, each 4 bytes; or
///    `PTS2`, these, and the number of other items in 4 bytes more.
/// 2. The table of series, in order of their numbers from 0. Each is its kind in a byte (1 probe, 2 requests, 3 counter of
///    all requests, 4 counter of failed ones, 5 resources), then its service, component and instance as texts.
/// 3. The declared outages. Each is its service, component and id as texts, its revision and first second as zigzag varints,
///    a byte of flags (1: it has an end; 2: it is withdrawn; 4: it touched a share of users), its end as a zigzag varint (0
///    where it has none), and the share in per cent as a text where it has one. Then the other items, of which each is its
///    JSON line as a text.
/// 4. Blocks of samples, in any order. Each is the number of its series plus 1 as a varint, how many samples it has as a
///    varint (1 to 4,096), the time of the first as 8 bytes, and the samples. Times in a block do not fall.
///    - A probe's sample is a varint: the seconds since the one before it plus 1, doubled, and 1 more when it was down. A
///      varint of 0 and then another one repeat the sample before it so many more times.
///    - A slice of requests or resources is three varints: the seconds since the one before it, the total, and how many failed
///      or were down.
///    - A counter's is the seconds since the one before it as a varint, and the change of its value as a zigzag varint.
/// 5. A byte of 0: the end. A file without it was cut.
enum PointsFormat {
    /// The first four bytes.
    static let magic: [UInt8] = Array("PTS1".utf8)
    /// The first four bytes of a file with other items in it.
    static let magicWithItems: [UInt8] = Array("PTS2".utf8)
    /// What a file may begin with.
    static let magics = [magic, magicWithItems]
    /// Samples in a block: enough that its head weighs nothing, few enough that many blocks fit memory while they fill.
    static let blockMaximum = 4096
    /// In place of a probe's sample: the one before it is repeated.
    static let repetition: UInt64 = 0
    /// Declared outages that a file may have.
    static let outagesMaximum = 1_000_000
}
