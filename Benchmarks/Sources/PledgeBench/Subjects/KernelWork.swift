import Terms

/// What the kernel is measured with: a month of 200 outages, and a service desk's calendar.
struct KernelWork {
    /// Customers × services is how many statements a month comes to.
    static let customers = 10_000
    static let services = 4
    static let outages = 200
    /// One customer in so many has an exclusion of its own, and a statement of its own; others would share a service's.
    static let ownExclusionEvery = 1

    private let document: AgreementDocument
    private let window: Window
    private let facts: StatementFacts
    private let calendar: ServiceCalendar

    /// June 2025, in which the outages are spread evenly, three and a half minutes each.
    init(document: AgreementDocument) throws {
        self.document = document
        let june = Instant(epochSeconds: 1_748_736_000)
        window = Window.containing(june, kind: .month, zone: .utc)
        let start = window.interval.start
        let down = (0..<Self.outages).map { index in
            let begin = start.advanced(by: Int64(index) * 12_900)
            return Interval(begin, begin.advanced(by: 210))
        }
        facts = StatementFacts(components: ["api": Condition(down: IntervalSet(down))])
        calendar = try Node(json: Self.hours.utf8).read { ServiceCalendar($0) }
    }

    private static let hours = #"""
        {"time_zone": "Europe/Amsterdam", "weekly": {"mon": [["08:30", "17:00"]], "tue": [["08:30", "17:00"]],
         "wed": [["08:30", "17:00"]], "thu": [["08:30", "17:00"]], "fri": [["08:30", "17:00"]]}, "holidays": ["2025-06-09"]}
        """#

    /// The month's statements of all customers for all services; how many seconds were counted, so that none is left out.
    func statements() -> Int64 {
        var counted: Int64 = 0
        for commitment in document.commitments {
            for service in commitment.services {
                let basis = StatementBasis(
                    commitment: commitment, document: document, service: service, tree: .component("api"), window: window,
                    facts: facts, asOf: window.interval.end)
                let shared = basis.statement()
                for customer in 0..<Self.customers {
                    counted += customer % Self.ownExclusionEvery == 0 ? own(basis, customer) : shared.seconds.countedDown
                }
            }
        }
        return counted
    }

    private func own(_ basis: StatementBasis, _ customer: Int) -> Int64 {
        let start = window.interval.start.advanced(by: Int64(customer) * 200)
        let exclusion = ApprovedExclusion(
            id: "own", ground: .customer, interval: Interval(start, start.advanced(by: 7_200)))
        return basis.statement(own: [exclusion]).seconds.countedDown
    }

    /// So many deadlines of up to 40 business hours each; the sum of them, so that none is left out.
    func deadlines(_ count: Int) -> Int64 {
        var sum: Int64 = 0
        let start = window.interval.start
        for index in 0..<count {
            let from = start.advanced(by: Int64(index % 2_500_000))
            sum &+= calendar.due(Int64(index % 144_000) + 1, after: from)?.epochSeconds ?? 0
        }
        return sum
    }
}
