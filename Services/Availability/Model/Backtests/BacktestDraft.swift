import Backtest
import Contracts
import Terms

/// What a backtest is asked: which agreement, over which time of the tenant's history, against which other.
struct BacktestDraft: Sendable {
    /// An agreement, by name or whole.
    struct Source: Sendable {
        /// The agreement's id or key, and a version of it; nil for the one in force when the time ends.
        var published: (name: String, version: Int?)?
        /// The document, as JSON or as the text of a YAML document.
        var inline: Node?
        /// Where it stands in the body.
        let pointer: String

        fileprivate init(_ reader: NodeReader) {
            pointer = reader.pointer
            (published, inline) = reader.object { part in
                let version = part.ifPresent("version") { Int($0.integer(1...10_000)) }
                let name = part.ifPresent("id") { $0.text(1...64) }
                let document = part.ifPresent("document") { $0.node } ?? nil
                if (name == nil) == (document == nil) { part.fail("must have exactly one of: id, document") }
                if version != nil, name == nil { part["version"].fail("belongs to an id") }
                return (name.map { ($0, version) }, document)
            }
        }

        /// A version that is in force, to compare with.
        init(inForce key: String) {
            published = (key, nil)
            pointer = "#/against"
        }
    }

    /// Services that one backtest may be about.
    static let servicesMaximum = 50
    /// The longest time of one backtest, in days: five years of months.
    static let daysMaximum: Int64 = 1_830
    /// Windows that are judged for one agreement: a month's rolling windows of fifty services, or years of months.
    static let windowsMaximum = 2_000
    /// Bytes of the body: two agreements and some facts.
    static let bodyBytes = 1 << 20

    let agreement: Source
    let against: Source?
    /// Keys or ids of services; empty for all of the agreement.
    let services: [String]
    let from: Instant
    let to: Instant
    let facts: BacktestFacts

    /// Reads the body of `POST /v1/backtests`.
    init(_ body: NodeReader) {
        agreement = Source(body["agreement"])
        against = body.ifPresent("against") { Source($0) }
        services = body.ifPresent("services") { $0.list(1...Self.servicesMaximum) { $0.text(1...64) } } ?? []
        from = body["from"].instant()
        to = body["to"].instant()
        if from >= to { body["to"].fail("must be after from") }
        if to - from > Self.daysMaximum * 86_400 { body["to"].fail("must be at most \(Self.daysMaximum) days after from") }
        facts =
            body.ifPresent("facts") { part in
                let facts = part.object { BacktestFacts($0) }
                if !facts.outages.isEmpty || !facts.maintenance.isEmpty || !facts.exclusions.isEmpty {
                    part.fail("must not have outages, maintenance or exclusions: these are in the history")
                }
                return facts
            } ?? BacktestFacts()
    }
}

extension BacktestDraft.Source {
    /// Finds the agreement: among the published ones, or in the body.
    ///
    /// - Throws: 404 for an agreement that is not there; 422 with everything that is wrong with a document.
    func subject(_ terms: KnownTerms, at instant: Instant) throws(Problem) -> BacktestSubject {
        if let inline { return BacktestSubject(try Self.read(inline, pointer + "/document")) }
        let known = published.flatMap { wanted in terms.published(wanted.name, wanted.version, at: instant) }
        guard let known else { throw .notFound("published version; a draft is to be sent as document") }
        return BacktestSubject(known.document, agreement: known.state.agreement, version: known.state.version)
    }

    private static func read(_ node: Node, _ pointer: String) throws(Problem) -> AgreementDocument {
        do throws(NodeProblems) {
            if case .string(let text) = node.value { return try AgreementDocument(try AgreementYAML.node(Array(text.utf8))) }
            return try AgreementDocument(node)
        } catch {
            throw .validation(
                error.problems.map {
                    FieldError(
                        pointer: pointer + $0.pointer.dropFirst(), detail: $0.detail, line: $0.place?.line,
                        column: $0.place?.column)
                })
        }
    }
}

extension KnownTerms {
    /// A published version by its agreement's id or key: the numbered one, or the one in force at an instant; where customers
    /// are on different ones, the latest.
    func published(_ name: String, _ version: Int?, at instant: Instant) -> KnownVersion? {
        let all = versions.filter { $0.state.key == name || $0.state.agreement.description == name }
        if let version { return all.first { $0.state.version == version } }
        return all.filter { $0.force?.contains(instant) ?? false }.max { $0.state.version < $1.state.version }
    }
}

extension ServiceFacts: BacktestService {
    /// The service's id.
    var id: ServiceID { service.id }

    /// They are kept where an agreement that was published counts them.
    var countsRequests: Bool { !requests.isEmpty }

    /// They are kept likewise.
    var countsResources: Bool { !resources.isEmpty }

    /// Whoever declares outages can say whom they touched.
    var knowsPartialOutages: Bool { true }

    /// As it was for all of the service's customers: the terms of a draft are nobody's yet.
    func judged(
        _ window: Interval, by measure: AvailabilityMeasure, asOf: Instant
    ) -> (tree: ComponentTree, facts: StatementFacts) {
        judged(window, by: measure, asOf: asOf, for: .everybody)
    }
}
