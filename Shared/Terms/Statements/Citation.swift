/// The clauses and interpretations that a result rests on, and the remedy that it founds.
struct Citation {
    /// In the order of the agreement.
    let clauses: [String]
    let interpretations: [String]
    let remedy: StatementRemedy?

    init(
        _ document: AgreementDocument, _ commitment: AvailabilityCommitment, _ service: String,
        target: (target: Percent, clause: String), window: Window, availability: Ratio?, down: IntervalSet, isMissed: Bool,
        also: [String]
    ) {
        let remedy = isMissed && commitment.strength == .guarantee ? commitment.remedy.flatMap(document.remedy) : nil
        var cited: Set<String> = [commitment.clause, commitment.windowClause, commitment.formulaClause, target.clause]
        cited.formUnion(also)
        if !down.isEmpty { cited.formUnion(document.downtime.map(\.clause)) }
        if let composition = document.services.first(where: { $0.key == service })?.composition {
            cited.insert(composition.clause)
        }
        if let remedy { cited.formUnion([remedy.clause, remedy.scheduleClause, remedy.capClause].compactMap { $0 }) }
        clauses = document.clauses.map(\.id).filter(cited.contains)
        // A choice at the edge of a schedule bears on a result that just escapes it, too.
        let edges = commitment.remedy.flatMap(document.remedy)?.scheduleClause
        let bearing = document.interpretations.filter { interpretation in
            let atEdge = interpretation.when != nil && interpretation.clause == edges
            return interpretation.bears(on: atEdge ? [interpretation.clause] : cited, availability: availability)
        }
        interpretations = bearing.map(\.id)
        self.remedy = remedy.flatMap { remedy in
            availability.map { availability in
                let missed = MissedCommitment(
                    commitment: commitment.id, service: service, clause: commitment.clause, window: window,
                    availability: availability, target: target.target, down: down)
                return StatementRemedy(remedy, missed, zone: document.zone, bearing)
            }
        }
    }
}

extension StatementRemedy {
    fileprivate init(_ remedy: Remedy, _ missed: MissedCommitment, zone: Zone, _ bearing: [Interpretation]) {
        self.remedy = remedy.id
        title = remedy.title
        clause = remedy.scheduleClause
        var uncapped: Rational?
        var money: (amount: Rational, currency: String)?
        switch remedy.schedule.share(of: missed, zone: zone) {
        case .percent(let percent): uncapped = percent
        case .money(let amount, let times): money = (times.timesBounded(Rational(amount.amountMinor)), amount.currency)
        case nil: break
        }
        let capped = uncapped.map { percent in remedy.cap.map { min(percent, $0.points) } ?? percent }
        percent = capped
        amountMinor = money?.amount
        currency = money?.currency
        isCapped = capped != uncapped
        tierBelow = remedy.schedule.tier(at: missed.availability)?.below
        let clauses = [remedy.clause, remedy.scheduleClause, remedy.capClause].compactMap { $0 }
        interpretations = bearing.filter { clauses.contains($0.clause) }.map(\.id)
    }
}
