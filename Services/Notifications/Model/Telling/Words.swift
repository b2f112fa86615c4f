import Contracts
import Foundation
import Terms

/// What somebody reads.
struct Words: Sendable, Equatable {
    let subject: String
    let text: String
}

/// What is said, in every language that there is.
protocol Template: Sendable {
    /// In English.
    func english(for reader: Reader) -> Words
    /// In Dutch.
    func dutch(for reader: Reader) -> Words
}

extension Template {
    /// In the reader's language.
    func words(for reader: Reader) -> Words {
        switch reader.language {
        case .en: english(for: reader)
        case .nl: dutch(for: reader)
        }
    }
}

extension Reader {
    /// An instant as the reader's clock shows it, `2026-06-01 05:00 (Asia/Karachi)`.
    func time(_ instant: Instant) -> String {
        let offset = TimeZone(identifier: zone.name)?
            .secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(instant.epochSeconds)))
        let local = "\(instant.advanced(by: Int64(offset ?? 0)))"
        return "\(local.prefix(10)) \(local.dropFirst(11).prefix(5)) (\(offset == nil ? "UTC" : zone.name))"
    }
}
