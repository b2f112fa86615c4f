/// A service level agreement as data: one edition, complete, with the source's own words for every clause.
///
/// It is read from a `Node`, with everything that is wrong reported at once. As JSON it is the document itself, so that
/// it travels in events and is stored without loss. `docs/agreements.md` describes the format.
public struct AgreementDocument: Sendable {
    /// The format that this reads.
    public static let format = "pledge-agreement/1"
    /// Clauses that a document may have.
    public static let clausesMaximum = 500

    /// The agreement's key; editions of one agreement share it.
    public let key: String
    /// Its title.
    public let title: String
    /// Who makes the promises.
    public let provider: String
    /// The edition, as the source names it.
    public let edition: String
    /// When the source was published.
    public let published: LocalDate
    /// How the source writes that date.
    public let publishedAsWritten: String
    /// Where the words come from.
    public let source: String
    /// What the document covers, where that is not the whole source.
    public let coverage: String?
    /// The zone in which windows and dates are meant.
    public let zone: Zone

    /// The numbered promises, word for word.
    public let clauses: [Clause]
    /// The calendars that clauses refer to.
    public let calendarRules: [AgreementCalendar]
    /// Their hours, by key.
    public let calendars: [String: ServiceCalendar]
    /// The plans that customers may be on.
    public let plans: [AgreementPlan]
    /// The services that it is about.
    public let services: [AgreementService]
    /// What is promised about availability.
    public let commitments: [AvailabilityCommitment]
    /// What counts as downtime.
    public let downtime: [DowntimeDefinition]
    /// What does not.
    public let exclusions: [ExclusionRule]
    /// What a customer gets.
    public let remedies: [Remedy]
    /// Nothing is granted, by which clause; nil where remedies are, or nothing is said.
    public let noRemedy: NoRemedy?
    /// What must be so for promises to hold.
    public let preconditions: [CommitmentPrecondition]
    /// What is promised about speed, delivery and quality.
    public let objectives: [Objective]
    /// How urgent requests are.
    public let priorities: [SupportPriority]
    /// Who may change how urgent a request is.
    public let reclassifications: [Reclassification]
    /// To whom urgent matters go up.
    public let escalations: [Escalation]
    /// Levels of support.
    public let support: [SupportTier]
    /// How grave incidents are.
    public let incidents: [IncidentPriority]
    /// What must be made known.
    public let publications: [Publication]
    /// Reports that are due.
    public let reports: [ReportDuty]
    /// How the agreement may change.
    public let changes: [ChangeRule]
    /// Its editions, as the source lists them.
    public let history: [HistoryEntry]
    /// What the source writes in a way that had to be read.
    public let importWarnings: [ImportWarning]
    /// What cannot be measured.
    public let declarations: [Declaration]
    /// Choices where a clause can be read in more than one way.
    public let interpretations: [Interpretation]

    /// What is kept, but not worked out yet.
    public let notEvaluated: [NotEvaluated]
    /// The document itself.
    public let node: Node

    /// Reads a document.
    ///
    /// - Throws: everything that is wrong with it, at once, each with its pointer and where possible line and column.
    public init(_ node: Node) throws(NodeProblems) {
        self = try node.read { AgreementDocument($0, node) }
    }

    private init(_ reader: NodeReader, _ node: Node) {
        self.node = node
        let names = AgreementNames()
        _ = reader["format"].parsed(Self.format, standIn: "") { $0 == Self.format ? $0 : nil }
        key = reader["key"].key()
        title = reader["title"].text()
        provider = reader["provider"].text()
        edition = reader["edition"].text(1...40)
        published = reader["published"].date()
        publishedAsWritten = reader["published_as_written"].text()
        source = reader["source"].text(1...400)
        coverage = reader.ifPresent("coverage") { $0.prose(1...1000) }
        let zone = reader["time_zone"].zone()
        self.zone = zone

        // What is defined is read before what cites it; problems come out in the order of the document all the same.
        clauses = reader["clauses"].list(1...Self.clausesMaximum, Clause.init)
        reader["clauses"].requireDistinct("id")
        names.define(clauses: clauses)
        calendarRules = reader.section("calendars", distinct: "key") { AgreementCalendar($0, names, zone) }
        calendars = Dictionary(calendarRules.map { ($0.key, $0.hours) }) { first, _ in first }
        names.calendars = Set(calendars.keys)
        names.hours = calendars
        plans = reader.section("plans", distinct: "key", AgreementPlan.init)
        names.plans = Set(plans.map(\.key))
        services = reader.section("services", distinct: "key") { AgreementService($0, names) }
        names.services = Set(services.map(\.key))
        names.parts = Set(services.flatMap { $0.parts.map(\.key) })
        names.categories = Set(services.compactMap(\.category))
        priorities = reader.section("priorities", distinct: "key") { SupportPriority($0, names) }
        names.priorities = Set(priorities.map(\.key))
        remedies = reader.section("remedies", distinct: "id") { Remedy($0, names) }
        names.remedies = Set(remedies.map(\.id))

        commitments = reader.section("commitments", distinct: "id") { AvailabilityCommitment($0, names) }
        names.commitments = Set(commitments.map(\.id))
        noRemedy = reader.ifPresent("no_remedy") { $0.object { NoRemedy($0, names) } }
        preconditions = reader.section("preconditions", distinct: "id") { CommitmentPrecondition($0, names) }
        downtime = reader.section("downtime") { DowntimeDefinition($0, names) }
        exclusions = reader.section("exclusions", distinct: "id") { ExclusionRule($0, names) }
        objectives = reader.section("objectives", distinct: "id") { Objective($0, names) }
        reclassifications = reader.section("reclassification") { Reclassification($0, names) }
        escalations = reader.section("escalations") { Escalation($0, names) }
        support = reader.section("support", distinct: "key") { SupportTier($0, names) }
        incidents = reader.section("incidents", distinct: "key") { IncidentPriority($0, names) }
        publications = reader.section("publications") { Publication($0, names) }
        reports = reader.section("reports") { ReportDuty($0, names) }
        changes = reader.section("changes") { ChangeRule($0, names) }
        history = reader.section("history") { HistoryEntry($0, names) }
        importWarnings = reader.section("import_warnings") { ImportWarning($0, names) }
        declarations = reader.section("declarations") { Declaration($0, names) }
        interpretations = reader.section("interpretations", distinct: "id") { Interpretation($0, names) }
        names.complainAboutUncited(reader["clauses"])
        notEvaluated = names.notEvaluated
    }
}

extension NodeReader {
    /// Reads a section of the document: a list that may be absent, whose elements may have names of their own.
    fileprivate func section<Element>(_ name: String, distinct key: String? = nil, _ read: (NodeReader) -> Element) -> [Element] {
        ifPresent(name) { list in
            if let key { list.requireDistinct(key) }
            return list.list(0...200, read)
        } ?? []
    }
}

extension AgreementDocument: Hashable {
    /// Two documents are equal when they say the same.
    public static func == (left: AgreementDocument, right: AgreementDocument) -> Bool {
        left.node == right.node
    }

    /// Hashes what it says.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(node)
    }
}

extension AgreementDocument: Codable {
    /// Reads the document itself.
    ///
    /// - Throws: `DecodingError.dataCorrupted` with every problem of the document.
    public init(from decoder: any Decoder) throws {
        let node = try Node(from: decoder)
        do {
            try self.init(node)
        } catch {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "\(error)"))
        }
    }

    /// Writes the document itself.
    public func encode(to encoder: any Encoder) throws {
        try node.encode(to: encoder)
    }
}
