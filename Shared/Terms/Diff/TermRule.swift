/// Which way a member of the format is better for the customer, and how to say so.
struct TermRule: Sendable {
    /// How two values are compared.
    enum Judge: Sendable {
        /// It is text: no promise changes.
        case wording
        /// A number; more is better.
        case more(absent: Absence)
        /// A number; less is better.
        case less(absent: Absence)
        /// A duration; longer is better.
        case longer(absent: Absence)
        /// A duration; shorter is better.
        case shorter(absent: Absence)
        /// One of these, from the worst to the best.
        case ranked([String], absent: String?)
        /// A list of names of which more are better; without the list, all are meant or none.
        case wider(absentIsAll: Bool)
        /// A list of names of which fewer are better.
        case narrower(absentIsAll: Bool)
        /// A condition on attributes; what meets it gets something.
        case matchForBetter
        /// A condition on attributes; what meets it loses something.
        case matchForWorse
        /// A list of elements.
        case elements(ElementRule)
        /// An object whose members are judged one by one; its presence as a whole.
        case object(added: Effect)
        /// An object whose members are judged one by one, and each says what it means when it is absent.
        case members
        /// A state by name: that there is one at all does something; which, cannot be compared.
        case state(Effect)
        /// It depends on more than the format can tell.
        case depends
        /// By a comparison of its own.
        case by(Comparison)
        /// The measuring window.
        case window
        /// A bound such as `{at_least: "95"}` that a share must keep.
        case share
        /// A bound that single values must keep.
        case limit
        /// How much is credited for how little.
        case schedule
        /// A calendar, as it is defined.
        case calendar
        /// A calendar, by name.
        case calendarReference
        /// A remedy, by name.
        case remedyReference
        /// Days of notice for a change of the agreement.
        case changeNotice
    }

    /// What a difference between two values of a member does. Where it takes more than the values, the walk has both documents,
    /// and the term says where they stand and what is around them.
    typealias Comparison = @Sendable (_ walk: DiffWalk, _ old: Node?, _ new: Node?, _ term: Term) -> Effect

    /// What it means when a member is absent.
    enum Absence: Hashable, Sendable {
        case best
        case worst
        case unclear
        /// It stands for this value.
        case value(String)
    }

    /// How elements of a list are matched, and what another one does.
    struct ElementRule: Sendable {
        /// Members by which two elements are the same thing, in several passes.
        let passes: [[String]]
        /// What one element more does.
        let added: Added

        enum Added: Sendable {
            case effect(Effect)
            /// A declaration: a promise more, unless its clause only moved here.
            case declaration
            /// A rule of change: notice more.
            case changeRule
            /// What it is tells: seen from the edition without it.
            case by(@Sendable (_ walk: DiffWalk, _ element: Node, _ term: Term) -> Effect)
        }
    }

    let judge: Judge
    /// What is said of an improvement.
    let better: String
    /// What is said of a reduction.
    let worse: String
    /// What is said where it depends.
    let unclear: String

    init(_ judge: Judge, _ better: String = "", _ worse: String = "", unclear: String = "") {
        self.judge = judge
        self.better = better
        self.worse = worse
        self.unclear = unclear
    }

    /// What may be better or worse for the customer, whatever it says, and why.
    static func depends(_ why: String, judge: Judge = .depends) -> TermRule {
        TermRule(judge, unclear: why)
    }

    /// Whether everything inside it is judged together with it.
    var isWhole: Bool {
        switch judge {
        case .elements, .object, .members: false
        default: true
        }
    }

    /// The elements of a list.
    static func list(_ passes: [[String]], added: Effect, _ better: String = "", _ worse: String = "") -> TermRule {
        TermRule(.elements(ElementRule(passes: passes, added: .effect(added))), better, worse)
    }

    /// The rule of a path; nil where there is none. `calendars.*` is an element of `calendars` as a whole.
    static func of(_ path: String) -> TermRule? {
        all[path]
    }

    /// Every rule, by path.
    static let all: [String: TermRule] = [
        wordRules, headRules, commitmentRules, exclusionRules, objectiveRules, remedyRules, claimRules, supportRules, dutyRules,
    ].reduce(into: [:]) { $0.merge($1) { first, _ in first } }
}
