import Contracts
import HTTPTypes
import HummingbirdCore
import NIOCore
import Terms

/// `GET /status/{tenant}`, `…/api/v2/summary.json` and `…/maintenance.ics`: a tenant's public status page, for people, for
/// programs and for calendars.
struct StatusPageRoute: Sendable {
    /// How the paths begin.
    static let prefix = "/status/"
    private static let summaryPath = "/status/{tenant}/api/v2/summary.json"
    private static let calendarPath = "/status/{tenant}/maintenance.ics"
    /// How long calendars and caches on the way may keep a calendar: notice is given days ahead.
    private static let calendarFreshSeconds = 300

    let pages: StatusPages
    /// Seconds for which browsers and caches on the way may show it again.
    let freshSeconds: Int

    /// Answers.
    /// - Throws: 404 for a page that there is not, or that is shown to nobody; 400 for a query, 413 for a body; 503 when nobody
    ///   can say whether there is one.
    func respond(_ exchange: Exchange, _ operation: APIOperation) async throws -> Response {
        try exchange.expectNothingMore()
        // What is no key is nobody's, and is not asked about: it could mean anything in another service's address.
        let key = exchange.path.dropFirst(Self.prefix.count).prefix { $0 != "/" }
        guard KeyText.isKey(String(key)) else { throw Problem.notFound("status page") }
        let made: StatusPages.Made
        switch await pages.page(String(key), exchange) {
        case .made(let page): made = page
        case .absent: throw Problem.notFound("status page")
        case .unavailable: throw Problem.unavailable("the status page cannot be shown now")
        }
        let (form, type) = try Self.form(of: made, operation.path)
        let fresh = operation.path == Self.calendarPath ? max(freshSeconds, Self.calendarFreshSeconds) : freshSeconds
        var headers = HTTPFields()
        headers[.eTag] = form.tag
        headers[.cacheControl] = "public, max-age=\(fresh)"
        // It is for everybody, pages of other origins included.
        headers[.accessControlAllowOrigin] = "*"
        if type == Self.html { headers[.contentSecurityPolicy] = StatusPageStyle.policy }
        if let known = exchange.request.headers[.ifNoneMatch], Self.names(known, form.tag) {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = type
        if exchange.request.method == .head {
            headers[.contentLength] = String(form.body.readableBytes)
            return Response(status: .ok, headers: headers)
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: form.body))
    }

    private static let html = "text/html; charset=utf-8"

    /// The form that a path shows, and its media type.
    private static func form(of made: StatusPages.Made, _ path: String) throws(Problem) -> (StatusPages.Form, String) {
        switch path {
        case summaryPath: return (made.summary, "application/json")
        case calendarPath:
            guard let calendar = made.calendar else { throw Problem.unavailable("maintenance cannot be told now") }
            return (calendar, "text/calendar; charset=utf-8")
        default: return (made.html, html)
        }
    }

    /// Whether `If-None-Match` names a tag. Caches on the way may have made it a weak one, which is the same to it.
    private static func names(_ field: String, _ tag: String) -> Bool {
        field.split(separator: ",").contains { part in
            let name = part.trimmingPrefix(while: { $0 == " " }).prefix { $0 != " " }
            return name == "*" || name == tag || name == "W/\(tag)"
        }
    }
}
