import Contracts
import Foundation
import Terms

/// Maintenance: that it will be, that its time has changed, that it will not be.
struct MaintenanceTemplate: Template, Equatable {
    /// What is said of it.
    enum Occasion: Sendable { case announced, changed, cancelled }

    let occasion: Occasion
    let maintenance: MaintenanceResource
    let tenant: String
    let service: String

    func english(for reader: Reader) -> Words {
        let kind = maintenance.kind == .scheduled ? "scheduled" : "emergency"
        let (subject, opening) =
            switch occasion {
            case .announced: ("Maintenance of", "\(tenant) gives notice of \(kind) maintenance.")
            case .changed: ("Changed: maintenance of", "The time of \(kind) maintenance of \(tenant) has changed.")
            case .cancelled: ("Cancelled: maintenance of", "\(kind.capitalized) maintenance of \(tenant) was called off.")
            }
        return Words(
            subject: "\(subject) \(service): \(maintenance.title)",
            text: """
                \(opening)

                What: \(maintenance.title)
                Service: \(service)\(components(", parts: "))
                From: \(reader.time(maintenance.from))
                Until: \(reader.time(maintenance.to))

                Announced: \(reader.time(maintenance.announcedAt))
                Reference: \(maintenance.id)
                """)
    }

    func dutch(for reader: Reader) -> Words {
        let kind = maintenance.kind == .scheduled ? "gepland onderhoud" : "spoedonderhoud"
        let (subject, opening) =
            switch occasion {
            case .announced: ("Onderhoud aan", "\(tenant) kondigt \(kind) aan.")
            case .changed: ("Gewijzigd: onderhoud aan", "Het tijdstip van \(kind) van \(tenant) is gewijzigd.")
            case .cancelled: ("Geannuleerd: onderhoud aan", "Aangekondigd \(kind) van \(tenant) gaat niet door.")
            }
        return Words(
            subject: "\(subject) \(service): \(maintenance.title)",
            text: """
                \(opening)

                Wat: \(maintenance.title)
                Dienst: \(service)\(components(", onderdelen: "))
                Van: \(reader.time(maintenance.from))
                Tot: \(reader.time(maintenance.to))

                Aangekondigd: \(reader.time(maintenance.announcedAt))
                Kenmerk: \(maintenance.id)
                """)
    }

    private func components(_ opening: String) -> String {
        maintenance.components.map { opening + $0.joined(separator: ", ") } ?? ""
    }
}
