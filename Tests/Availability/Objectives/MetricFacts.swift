import Foundation
import Terms

/// Measurements of an agreement's objectives, made at random: in every form, over hours and instants, of parts, with ids, and
/// some of them corrected.
struct MetricFacts {
    /// The items as JSON, in no order, some of them twice.
    let items: [String]
    /// The objectives of which there are none.
    let silent: Set<String>

    /// Measurements of so many hours each, within a stretch of time.
    init(_ document: AgreementDocument, within stretch: Interval, _ random: inout Seeded) {
        var items: [String] = []
        var silent: Set<String> = []
        var taken: Set<String> = []
        for objective in document.objectives {
            let count = Int.random(in: 0...12, using: &random)
            if count == 0 { silent.insert(objective.id) }
            for _ in 0..<count {
                let about = Self.about(objective, stretch, &random)
                // Two objectives may ask for one metric, and hours repeat: another measurement of them would contradict.
                guard taken.insert(about).inserted else { continue }
                items.append("{\(about),\(Self.reading(objective, &random))}")
                guard Int.random(in: 0..<4, using: &random) == 0 else { continue }
                items.append(#"{\#(about),"revision":2,\#(Self.reading(objective, &random))}"#)
            }
        }
        let again = items.filter { _ in Int.random(in: 0..<3, using: &random) == 0 }
        self.items = (items + again).shuffled(using: &random)
        self.silent = silent
    }

    /// What it is a measurement of.
    private static func about(_ objective: Objective, _ stretch: Interval, _ random: inout Seeded) -> String {
        let hour = Int64.random(in: 0..<stretch.seconds / 3_600, using: &random)
        var members = [
            #""kind":"metric""#, #""service":"\#(objective.service)""#, #""of":"\#(objective.population)""#,
            #""metric":"\#(objective.metric)""#, #""at":"\#(stretch.start.advanced(by: hour * 3_600))""#,
        ]
        if let part = objective.part { members.append(#""component":"\#(part)""#) }
        if let period = [nil, 60, 3_600, 86_400].randomElement(using: &random) ?? nil {
            members.append(#""period_seconds":\#(period)"#)
        }
        if let part = [nil, "eu", "asia"].randomElement(using: &random) ?? nil { members.append(#""part":"\#(part)""#) }
        if let id = [nil, nil, "node-1"].randomElement(using: &random) ?? nil { members.append(#""id":"\#(id)""#) }
        return members.joined(separator: ",")
    }

    /// What was seen: now and then too coarse to tell, or in a unit that nobody can compare.
    private static func reading(_ objective: Objective, _ random: inout Seeded) -> String {
        let all = Int64.random(in: 0...2_000, using: &random)
        guard let limit = objective.limit, Int.random(in: 0..<4, using: &random) > 0 else {
            return #""counts":{"hits":\#(all - Int64.random(in: 0...all / 100, using: &random)),"all":\#(all)}"#
        }
        let isInMilliseconds = limit.unit == "s" && Bool.random(using: &random)
        let unit = Int.random(in: 0..<20, using: &random) == 0 ? "furlong" : isInMilliseconds ? "ms" : limit.unit ?? ""
        let scale: Int64 = isInMilliseconds ? 1_000 : 1
        let bound = Int64(limit.value.description.split(separator: ".")[0]) ?? 1
        let (low, high) = (bound * scale, bound * 3 * scale + 1)
        if Bool.random(using: &random) {
            let bounds = Bool.random(using: &random) ? "\"\(low)\",\"\(high).25\"" : "\"0.5\",\"\(high)\""
            return #""unit":"\#(unit)","histogram":{"bounds":[\#(bounds)],"counts":[\#(all),\#(all / 50),\#(all / 100)]}"#
        }
        let least = Int64.random(in: 0...low, using: &random)
        return """
            "unit":"\(unit)","values":{"sum":"\(least * 3 + low).125","count":4,"minimum":\(least),"maximum":"\(low + least + 1)"}
            """
    }
}
