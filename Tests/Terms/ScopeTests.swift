import Testing

@testable import Terms

/// Whom and what elements of an agreement are for.
@Suite struct ScopeTests {
    private let connect = Result { try Demo.document("connect-engage") }

    private func paper(_ scope: String, exclusions: String = "") throws -> AgreementDocument {
        try Paper.document(commitment: "plans: [premium]\nscope: \(scope)\n\(Paper.usual)", more: exclusions)
    }

    @Test(arguments: [
        (ScopeFacts(plan: "premium", service: "api", region: "eu"), ScopeVerdict.Outcome.applies, []),
        (ScopeFacts(plan: "basic", service: "api", region: "eu"), .outside, ["plan"]),
        (ScopeFacts(plan: "premium", service: "fax", region: "eu"), .outside, ["service"]),
        (ScopeFacts(plan: "premium", service: "api", region: "us"), .outside, ["region"]),
        (ScopeFacts(plan: "basic", service: "fax"), .outside, ["plan", "service"]),
        (ScopeFacts(plan: "premium", service: "api"), .unknown, []), (ScopeFacts(), .unknown, []),
    ])
    func everyDimensionMustFit(facts: ScopeFacts, outcome: ScopeVerdict.Outcome, outside: [String]) throws {
        let document = try paper("{region: [eu, ch]}")
        let verdict = document.applies(try #require(document.commitment("uptime")), to: facts)
        #expect(verdict.outcome == outcome)
        #expect(verdict.outside == outside)
        #expect(verdict.clause == "P-1")
        #expect(document.commitments(for: facts).map(\.id) == (outcome == .applies ? ["uptime"] : []))
        #expect(document.commitments(for: facts, ifUnknown: true).isEmpty == (outcome == .outside))
    }

    @Test func anOrderFormHasSeveralFlagsOrNone() throws {
        let document = try paper("{order_form: [beta, early_access]}")
        let commitment = try #require(document.commitment("uptime"))
        let flags = { (flags: Set<String>?) in
            document.applies(commitment, to: ScopeFacts(plan: "premium", service: "api", orderForm: flags))
        }
        #expect(flags(["priority_support", "beta"]).outcome == .applies)
        #expect(flags(["priority_support"]).outside == ["order_form"])
        #expect(flags([]).outcome == .outside, "no flags are known to be no flags")
        #expect(flags(nil).unknown == ["order_form"])
    }

    /// S3-2: which commitment a service has follows from its category, which the document says.
    @Test func theDocumentKnowsCategories() throws {
        let document = try connect.get()
        for service in document.services {
            let chosen = document.commitments(for: ScopeFacts(service: service.key))
            #expect(chosen == document.commitments.filter { $0.services.contains(service.key) })
            for commitment in chosen { #expect(commitment.scope?.values["category"] == service.category.map { [$0] }) }
        }
        let voice = try #require(document.commitments.first { $0.scope?.values["category"] == ["voice"] })
        let said = ScopeFacts(service: try #require(voice.services.first), category: "marketing-cloud")
        #expect(document.applies(voice, to: said).outside == ["category"], "what the facts say stands")
    }

    @Test func supportAndObjectives() throws {
        let document = try Demo.document("zecto")
        #expect(document.supportTiers(for: ScopeFacts(plan: "standard")).map(\.key) == ["standard"])
        #expect(document.supportTiers(for: ScopeFacts(plan: "enterprise")).map(\.key) == ["standard", "premium"])
        #expect(document.supportTiers(for: ScopeFacts()).map(\.key) == ["standard"], "what is not known matches nothing")
        let sms = document.objectives(for: ScopeFacts(service: "cpaas", part: "sms"))
        #expect(!sms.isEmpty && sms.allSatisfy { $0.part == "sms" })
        #expect(document.objectives(for: ScopeFacts(service: "other"), ifUnknown: true).isEmpty)
        #expect(document.objectives(for: ScopeFacts(service: "cpaas"), ifUnknown: true) == document.objectives)
    }

    /// S1-1: a plan that changes in the middle of a month.
    @Test func attributesChange() throws {
        let document = try Paper.document(commitment: "plans: [premium]\n\(Paper.usual)")
        let month = try from("2026-03-01T00:00:00Z", to: "2026-04-01T00:00:00Z")
        let spells = [
            AttributeSpell(interval: try from("2026-01-01T00:00:00Z", to: "2026-03-10T00:00:00Z"), attributes: ["plan": "basic"]),
            AttributeSpell(
                interval: try from("2026-03-10T00:00:00Z", to: "2026-03-20T00:00:00Z"), attributes: ["plan": "premium"]),
        ]
        let time = document.time(
            of: try #require(document.commitment("uptime")), for: ScopeFacts(service: "api"), spells: spells, in: month)
        #expect(time.applies == IntervalSet(spells[1].interval))
        #expect(try time.unknown == [from("2026-03-20T00:00:00Z", to: "2026-04-01T00:00:00Z")])
    }

    /// S2-8.2, 8.3: time of an account that is suspended is not covered, and nobody need approve of that.
    @Test func whatIsNotCoveredLeavesByItself() throws {
        let document = try Demo.document("zecto")
        let commitment = try #require(document.commitments.first)
        let window = Window.containing(try at("2026-03-10T00:00:00Z"), kind: .month, zone: document.zone)
        let suspended = try from("2026-03-10T00:00:00Z", to: "2026-03-12T00:00:00Z")
        let down = try from("2026-03-11T00:00:00Z", to: "2026-03-13T00:00:00Z")
        var facts = StatementFacts(components: ["api": Condition(down: [down])])
        func statement(_ known: ScopeFacts? = nil) -> Statement {
            let basis = StatementBasis(
                commitment: commitment, document: document, service: "cpaas", tree: .component("api"), window: window,
                facts: facts, asOf: window.interval.end)
            return known.map { basis.statement(known: $0) } ?? basis.statement()
        }
        #expect(statement().seconds.down == 2 * 86_400)
        facts.spells = [AttributeSpell(interval: suspended, attributes: ["account": "suspended"])]
        let excluded = statement()
        #expect(excluded.seconds.down == 86_400)
        #expect(excluded.seconds.excluded == 2 * 86_400)
        #expect(excluded.excluded.map(\.clauses) == [["S2-8.3"]])
        #expect(excluded.qualifications.map(\.source) == ["suspension"])
        #expect(excluded.clauses.contains("S2-8.3"))
        facts.spells = [AttributeSpell(interval: suspended, attributes: ["account": "ordinary"])]
        #expect(statement().qualifications.isEmpty, "what takes nothing is not told")
        // One customer of many: only theirs is worked out again.
        #expect(statement(ScopeFacts(account: "free_trial")).excluded.map(\.clauses) == [["S2-8.2"]])
        #expect(statement(ScopeFacts(account: "ordinary")).seconds.down == 2 * 86_400)
    }

    /// S3-1e: a flag on the order form; and the stage of a part, which takes only what that part brings down.
    @Test func betaByFlagAndByStage() throws {
        let voice = try #require(try connect.get().services.first { $0.category == "voice" })
        let hour = try from("2026-03-11T00:00:00Z", to: "2026-03-11T01:00:00Z")
        let flagged = try connect.get().notCovered(service: voice.key, facts: ScopeFacts(orderForm: ["beta"]), in: hour)
        #expect(flagged.map(\.id) == ["beta-on-order-form"])
        #expect(flagged.map(\.interval) == [hour])
        #expect(flagged.map(\.components) == [[]])
        #expect(try connect.get().notCovered(service: voice.key, facts: ScopeFacts(orderForm: []), in: hour).isEmpty)
        let part = try #require(voice.parts.first)
        let early = AttributeSpell(interval: hour, attributes: ["part": part.key, "stage": "beta"])
        let staged = try connect.get().notCovered(service: voice.key, facts: ScopeFacts(), spells: [early], in: hour)
        #expect(staged.map(\.components) == [[part.key]])
    }

    /// An exclusion for some is no rule for others; where nothing is known, whoever approves has judged.
    @Test func exclusionsAreForSome() throws {
        let document = try Demo.document("zecto")
        let rule = { (known: ScopeFacts) in
            document.exclusionRule(on: .thirdParty, for: "cpaas", clause: "S2-9.2", known: known)?.id
        }
        #expect(rule(ScopeFacts()) == "operator-issues")
        #expect(rule(ScopeFacts(["operator": ["jazz"]])) == "operator-issues")
        #expect(rule(ScopeFacts(["operator": ["vodafone"]])) == nil)
    }
}
