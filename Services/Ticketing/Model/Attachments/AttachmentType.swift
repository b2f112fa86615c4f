import Foundation

/// What may be attached. A file is what its bytes are, not what it says that it is: nothing that a browser would run is among them.
enum AttachmentType: String, CaseIterable, Sendable {
    case text = "text/plain"
    case csv = "text/csv"
    case pdf = "application/pdf"
    case png = "image/png"
    case jpeg = "image/jpeg"

    /// Whether bytes are what such a file begins with; of text, whether all of it is.
    func matches(_ bytes: Data) -> Bool {
        switch self {
        case .text, .csv: !bytes.contains(0) && String(validating: bytes, as: UTF8.self) != nil
        case .pdf: bytes.starts(with: Data("%PDF-".utf8))
        case .png: bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        case .jpeg: bytes.starts(with: [0xFF, 0xD8, 0xFF])
        }
    }
}
