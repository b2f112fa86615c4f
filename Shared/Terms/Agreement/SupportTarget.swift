/// How fast something must happen to a request of one priority.
public struct SupportTarget: Hashable, Sendable {
    /// What must happen.
    public enum Measure: String, CaseIterable, Hashable, Sendable {
        case acknowledgement
        case firstResponse = "first_response"
        /// An average over the window, never a deadline of one request.
        case meanFirstResponse = "mean_first_response"
        case resolution
        case nextUpdate = "next_update"
    }

    /// The clause.
    public let clause: String
    /// The priority; nil for requests of any.
    public let priority: String?
    /// What must happen.
    public let measure: Measure
    /// The time it may take, in open time of the tier's calendar.
    public let within: TimeSpan
    /// The business days that it was written in; nil where it was not.
    public let businessDays: Int?
    /// The time that is aimed for, where it is shorter.
    public let aim: TimeSpan?
    /// Whether it binds.
    public let strength: Strength

    init(_ reader: NodeReader, _ names: AgreementNames, _ otherwise: String, _ hours: ServiceCalendar?) {
        clause = names.clause(of: reader, otherwise: otherwise)
        priority = reader.ifPresent("priority") { names.name($0, among: names.priorities, kind: "priority") }
        measure = reader["measure"].choice()
        (within, businessDays) = Self.within(reader["within"], hours)
        aim = reader.ifPresent("aim") { $0.timeSpan() }
        strength = reader["strength"].choice()
        if let aim, within.seconds > 0, aim.seconds > within.seconds { reader["aim"].fail("must not be longer than within") }
    }

    /// The time in open seconds, 0 where it cannot be read or told, and the business days that it was written in.
    private static func within(_ reader: NodeReader, _ hours: ServiceCalendar?) -> (TimeSpan, Int?) {
        let span = BusinessSpan(reader)
        if case .string(let text) = reader.node?.value, TimeSpan(text)?.seconds == 0 {
            reader.fail("must be longer than nothing")
        }
        switch span {
        case .openTime(let time): return (time, nil)
        case .businessDays(let count):
            let seconds = hours.map { span.seconds(in: $0) } ?? 0
            if seconds == nil { reader.fail("needs a calendar that says how long a business day is") }
            return (TimeSpan(seconds: seconds ?? 0), count)
        }
    }
}
