import Chassis
import Contracts
import Terms

/// Which statements, or which results of objectives, a list is to show.
struct StatementFilter: Sendable {
    /// The most characters of a commitment's name: a document's are shorter.
    private static let commitmentMaximum = 128

    private let service: String?
    private let agreement: String?
    private let commitment: String?
    /// What the query calls what is promised.
    private let noun: String
    private let month: (year: Int, month: Int)?
    private let stretch: Interval?

    /// Reads query parameters; what is promised is named by the one called `noun`.
    ///
    /// - Throws: 400 when they make no sense.
    init(_ query: QueryReader, noun: String = "commitment") throws(Problem) {
        self.noun = noun
        service = query.text("service")
        agreement = try query.text("agreement", 1...KeyText.maximumLength)
        commitment = try query.text(noun, 1...Self.commitmentMaximum)
        month = try query.text("month").map { text throws(Problem) in try Self.month(text) }
        let from = try query.instant("from")
        let to = try query.instant("to")
        if from == nil, to == nil {
            stretch = nil
        } else {
            guard month == nil else { throw .badQuery("month", "does not go together with from and to") }
            guard let from, let to, from < to else { throw .badQuery("from", "and to are given together, from before to") }
            stretch = Interval(from, to)
        }
    }

    private static func month(_ text: String) throws(Problem) -> (year: Int, month: Int) {
        let digits = text.utf8.map { Int($0) - 48 }
        guard digits.count == 7, digits[4] == 45 - 48, (digits[0..<4] + digits[5...]).allSatisfy({ (0...9).contains($0) }),
            case let number = digits[5] * 10 + digits[6], (1...12).contains(number)
        else { throw .badQuery("month", "must be a month such as 2026-03") }
        return (digits[0..<4].reduce(0) { $0 * 10 + $1 }, number)
    }

    /// The promises and windows that are meant. Windows of the future are none.
    ///
    /// - Throws: 404 for a service that the caller may not see; 400 when there are more than one answer takes.
    func selection(
        _ terms: KnownTerms, _ definitions: Definitions, _ scope: ServiceScope, _ now: Instant
    ) throws(Problem) -> StatementReader.Selection {
        let judged = try windows(of: terms.promises, terms.versions, definitions, scope, now)
        return StatementReader.Selection(
            items: judged.map { .init(promise: $0.promise, window: $0.judged.window, contract: $0.judged.contract) })
    }

    /// The same of promises of any kind.
    func windows<Commitment>(
        of promises: [PromiseOf<Commitment>], _ versions: [KnownVersion], _ definitions: Definitions, _ scope: ServiceScope,
        _ now: Instant
    ) throws(Problem) -> [(promise: PromiseOf<Commitment>, judged: CustomerTerms.Judged)] {
        let wanted = try service.map { name throws(Problem) in try scope.service(name, definitions).id }
        var found: [(promise: PromiseOf<Commitment>, judged: CustomerTerms.Judged)] = []
        for promise in promises where scope.sees(promise) && (wanted == nil || promise.service == wanted) {
            if let agreement, promise.version.state.key != agreement, promise.version.state.agreement.description != agreement {
                continue
            }
            if let commitment, promise.commitment.id != commitment { continue }
            found += scope.windows(
                of: promise, in: stretch(promise, now), among: versions, limit: StatementReader.maximum + 1
            ).filter { $0.window.interval.start <= now }.map { (promise, $0) }
            guard found.count <= StatementReader.maximum else {
                throw .badRequest(
                    "more than \(StatementReader.maximum) windows: ask for less time, one service or one \(noun)")
            }
        }
        return found
    }

    /// The time that is asked for, in the promise's own zone, back to where statements are kept.
    private func stretch(_ promise: PromiseOf<some Promised>, _ now: Instant) -> Interval {
        let asked: Interval
        if let month, let first = LocalDate(year: month.year, month: month.month, day: 1) {
            let zone = promise.version.document.zone
            let next = LocalDate(
                year: month.month == 12 ? month.year + 1 : month.year, month: month.month == 12 ? 1 : month.month + 1, day: 1)
            asked = Interval(zone.startOfDay(first), zone.startOfDay(next ?? first))
        } else {
            asked = stretch ?? Interval(now, now.advanced(by: 1))
        }
        return Interval(
            max(asked.start, now.advanced(by: -Promise.historyDays * 86_400)), min(asked.end, now.advanced(by: 1)))
    }
}
