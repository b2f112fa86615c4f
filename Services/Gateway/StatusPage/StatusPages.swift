import Chassis
import Contracts
import Crypto
import Foundation
import NIOCore

/// The status pages as they were last put together.
///
/// A page is the one thing that the whole world may ask for, most of all when something is wrong: whoever asks for one that is
/// younger than a few seconds gets the same bytes again, and of many who ask at once for an older one a single one has it made.
actor StatusPages {
    /// Pages that are remembered; what is not looked at makes room.
    private static let capacity = 64
    /// Keys that nobody has, or nobody shows, which are remembered: as cheap as they are to guess.
    private static let absentCapacity = 4096

    /// A page in its forms, each with its tag.
    struct Made: Sendable {
        let page: StatusPage
        let html: Form
        let summary: Form
        /// Of its maintenance; nil while nobody can say.
        let calendar: Form?
    }

    /// A form of a page.
    struct Form: Sendable {
        let body: ByteBuffer
        /// A strong tag of the bytes.
        let tag: String

        init(_ data: Data) {
            body = ByteBuffer(bytes: data)
            let digest = SHA256.hash(data: data).prefix(8)
            tag = "\"\(digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined())\""
        }
    }

    /// What became of a page.
    enum Outcome: Sendable {
        case made(Made)
        /// There is no such page.
        case absent
        /// Nobody can say whether there is.
        case unavailable
    }

    private let views: ViewParts
    private let internalToken: String?
    private let freshMilliseconds: Int64
    private let now: @Sendable () -> Int64
    private var kept = GenerationalCache<String, (made: Made, until: Int64)>(capacity: StatusPages.capacity)
    private var absent = GenerationalCache<String, Int64>(capacity: StatusPages.absentCapacity)
    private var running: [String: Task<Outcome, Never>] = [:]

    /// - Parameters:
    ///   - internalToken: what services of the installation show each other.
    ///   - now: monotonic time in milliseconds.
    init(
        views: ViewParts, internalToken: String?, freshSeconds: Int,
        now: @escaping @Sendable () -> Int64 = MonotonicTime.milliseconds
    ) {
        self.views = views
        self.internalToken = internalToken
        self.now = now
        freshMilliseconds = Int64(freshSeconds) * 1000
    }

    /// The page of a key.
    func page(_ key: String, _ exchange: Exchange) async -> Outcome {
        if let known = kept.value(key), now() < known.until { return .made(known.made) }
        if let until = absent.value(key), now() < until { return .absent }
        if let task = running[key] { return await task.value }
        let old = kept.value(key)?.made.page.tenant
        // Not a part of the request that happens to be the first: others wait for it, too.
        let task = Task { await Self.make(key, known: old, views, internalToken, exchange) }
        running[key] = task
        let outcome = await task.value
        running[key] = nil
        switch outcome {
        case .made(let made):
            kept.insert(key, (made, now() + freshMilliseconds))
            absent.remove(key)
        case .absent:
            kept.remove(key)
            absent.insert(key, now() + freshMilliseconds)
        case .unavailable: break
        }
        return outcome
    }

    /// Puts a page together. Whose it is must be known first; while nobody can say, it is whose it was.
    private static func make(
        _ key: String, known: PublicTenant?, _ views: ViewParts, _ token: String?, _ exchange: Exchange
    ) async -> Outcome {
        let path = InternalRoutes.statusPage
        let tenant: PublicTenant
        switch await views.ask(.agreements, "\(path)?tenant=\(key)", token: token, exchange) {
        case .absent: return .absent
        case .part(let json):
            guard let answered: PublicTenant = try? PledgeJSON.decode(from: json) else { return .unavailable }
            tenant = answered
        case .unavailable:
            guard let known else { return .unavailable }
            tenant = known
        }
        async let services = views.ask(.availability, "\(path)?tenant=\(tenant.id)", token: token, exchange)
        async let incidents = views.ask(.ticketing, "\(path)?tenant=\(tenant.id)", token: token, exchange)
        let page = await StatusPage(tenant: tenant, services: part(services), incidents: part(incidents))
        guard let summary = try? PledgeJSON.encode(StatusSummary(page)) else { return .unavailable }
        return .made(
            Made(
                page: page, html: Form(Data(StatusPageHTML(page).text.utf8)), summary: Form(summary),
                calendar: MaintenanceCalendar(page).map { Form(Data($0.text.utf8)) }))
    }

    private static func part<Part: Decodable>(_ answer: ViewParts.Answer) -> Part? {
        guard case .part(let json) = answer else { return nil }
        return try? PledgeJSON.decode(from: json)
    }
}
