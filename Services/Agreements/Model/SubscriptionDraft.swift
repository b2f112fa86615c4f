import Contracts
import Terms

/// What an admin says about a new subscription.
struct SubscriptionDraft: Sendable, Equatable {
    /// Who subscribes.
    var customer: CustomerID
    /// To what.
    var service: ServiceID
    /// Under which agreement.
    var agreement: AgreementID
    /// Which version; nil: whichever is in force.
    var agreementVersion: Int?
    /// The plan.
    var plan: String
    /// ISO 4217 code of all fees.
    var currency: String
    /// From when it runs.
    var from: Instant
    /// What can change later.
    var particulars: SubscriptionParticulars

    /// Reads the body of `POST /v1/subscriptions`.
    init(_ body: NodeReader) {
        customer = body["customer"].id()
        service = body["service"].id()
        agreement = body["agreement"].id()
        agreementVersion = body.ifPresent("agreement_version") { Int($0.integer(1...Int64(Bounds.versions))) }
        plan = body["plan"].key()
        let currency = body["currency"].currency()
        let from = body["from"].instant()
        self.currency = currency
        self.from = from
        particulars = SubscriptionParticulars(
            body, currency: body["currency"].rawText == currency ? currency : nil, from: from)
    }

    /// The new subscription.
    func subscription(id: SubscriptionID, at now: Instant) -> SubscriptionState {
        SubscriptionState(
            id: id, customer: customer, service: service, agreement: agreement, agreementVersion: agreementVersion, plan: plan,
            currency: currency, fees: particulars.fees, billingAnchorDay: particulars.billingAnchorDay, trial: particulars.trial,
            from: from, until: particulars.until, attributes: particulars.attributes, revision: 1, createdAt: now, updatedAt: now)
    }
}

/// What can change about a subscription. Customer, service, terms, plan and start cannot: they are what was in force in the
/// past, so a change of plan ends one subscription and starts another.
struct SubscriptionParticulars: Sendable, Equatable {
    /// Fees a billing month by class.
    var fees: [String: Money]
    /// The day of the month on which a billing month begins.
    var billingAnchorDay: Int
    /// Whether it is a free trial.
    var trial: Bool
    /// Until when it runs; nil: open.
    var until: Instant?
    /// What is known of the customer, as far as promises depend on it.
    var attributes: [SubscriptionAttribute]

    /// Reads the body of `PUT /v1/subscriptions/{id}`, and the same members of a new subscription.
    ///
    /// - Parameters:
    ///   - currency: what all fees must be in; nil when that could not be read.
    ///   - from: what the end must be after.
    init(_ body: NodeReader, currency: String?, from: Instant) {
        fees = body.ifPresent("fees") { Self.fees($0, currency: currency) } ?? [:]
        billingAnchorDay = body.ifPresent("billing_anchor_day") { Int($0.integer(1...31)) } ?? 1
        trial = body.ifPresent("trial") { $0.bool() } ?? false
        until = body.ifPresent("until") { member in
            let until = member.instant()
            if until <= from { member.fail("must be after from") }
            return until
        }
        attributes = SubscriptionAttribute.list(body)
    }

    private static func fees(_ member: NodeReader, currency: String?) -> [String: Money] {
        var fees: [String: Money] = [:]
        for (feeClass, fee) in member.entries(atMost: Bounds.feeClasses) {
            let money = fee.money()
            if let currency, money.currency != currency, fee.again()["currency"].rawText == money.currency {
                fee["currency"].fail("must be \(currency), the subscription's currency")
            }
            fees[feeClass] = money
        }
        return fees
    }

    /// The subscription after the change.
    func applied(to subscription: SubscriptionState, at now: Instant) -> SubscriptionState {
        var changed = subscription
        changed.fees = fees
        changed.billingAnchorDay = billingAnchorDay
        changed.trial = trial
        changed.until = until
        changed.attributes = attributes
        changed.revision += 1
        changed.updatedAt = now
        return changed
    }
}
