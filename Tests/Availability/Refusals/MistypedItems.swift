/// Items of JSON in which one member is wrong, each with the pointer to it.
struct MistypedItems {
    private static let kinds: [[(name: String, value: String)]] = [
        [
            ("kind", #""probe""#), ("service", #""cpaas""#), ("component", #""api""#), ("at", #""2026-03-10T11:59:00Z""#),
            ("state", #""up""#), ("location", #""khi""#),
        ],
        [
            ("kind", #""requests""#), ("service", #""cpaas""#), ("component", #""sms""#), ("at", #""2026-03-10T11:58:00Z""#),
            ("period_seconds", "60"), ("total", "10"), ("failed", "1"),
        ],
        [
            ("kind", #""outage""#), ("id", #""noc-1""#), ("service", #""cpaas""#), ("component", #""voice""#),
            ("from", #""2026-03-10T11:00:00Z""#), ("to", #""2026-03-10T11:10:00Z""#), ("revision", "1"), ("withdrawn", "false"),
            ("customers", #"["acme"]"#),
        ],
        [
            ("kind", #""outage""#), ("id", #""noc-1""#), ("service", #""cpaas""#), ("component", #""voice""#),
            ("from", #""2026-03-10T11:00:00Z""#), ("to", #""2026-03-10T11:10:00Z""#), ("affected_percent", #""12.5""#),
        ],
        [
            ("kind", #""resources""#), ("service", #""cpaas""#), ("component", #""fleet""#), ("at", #""2026-03-10T11:58:00Z""#),
            ("period_seconds", "60"), ("deployed", "10"), ("down", "1"),
        ],
    ]
    /// What no member is, but for the last: some may be null.
    private static let foreign = ["1.5", "[]", "{}", #"{"a":[null]}"#, #""""#, "-1", "1e400", "null"]
    private static let mayBeNull: Set = ["location", "to"]
    private static let mayBeMissing: Set = ["location", "to", "revision", "withdrawn", "customers", "affected_percent"]
    /// An empty location is as none.
    private static let mayBeEmpty: Set = ["location"]

    /// The items, and the member that is wrong.
    static var all: [(item: String, member: String)] {
        kinds.flatMap { members in
            members.flatMap { member -> [(String, String)] in
                let wrong = foreign.filter { value in
                    !(value == "null" && mayBeNull.contains(member.name))
                        && !(value == #""""# && mayBeEmpty.contains(member.name))
                }
                var items = wrong.map { (item(members, with: member.name, $0), member.name) }
                if !mayBeMissing.contains(member.name) { items.append((item(members, with: member.name, nil), member.name)) }
                items.append((item(members + [member], with: "", nil), member.name))
                return items
            }
        } + [
            (item(kinds[0] + [("nonsense", "1")], with: "", nil), "nonsense"),
            (item(kinds[0] + [("total", "1")], with: "", nil), "total"),
            (item(kinds[1] + [("state", #""up""#)], with: "", nil), "state"),
            (item(kinds[2] + [("at", #""2026-03-10T11:00:00Z""#)], with: "", nil), "at"),
            (item(kinds[0], with: "kind", #""ticket""#), "kind"),
            (item(kinds[0], with: "at", #""2026-02-30T00:00:00Z""#), "at"),
            (item(kinds[0], with: "at", #""2026-03-10T11:59:00""#), "at"),
            (item(kinds[0], with: "at", "1773143940"), "at"),
            (item(kinds[0], with: "state", #""1""#), "state"),
            (item(kinds[1], with: "failed", "11"), "failed"),
            (item(kinds[1], with: "period_seconds", "86401"), "period_seconds"),
            (item(kinds[1] + [("down", "1")], with: "", nil), "down"),
            (item(kinds[4], with: "down", "11"), "down"),
            (item(kinds[4], with: "deployed", "9007199254740993"), "deployed"),
            (item(kinds[4] + [("failed", "1")], with: "", nil), "failed"),
            (item(kinds[2], with: "to", #""2026-03-10T11:00:00Z""#), "to"),
            (item(kinds[2], with: "id", #""a b""#), "id"),
            (item(kinds[2] + [("affected_percent", #""50""#)], with: "", nil), "affected_percent"),
            (item(kinds[3], with: "affected_percent", #""0""#), "affected_percent"),
            (item(kinds[3], with: "affected_percent", #""100.1""#), "affected_percent"),
        ]
    }

    private static func item(_ members: [(name: String, value: String)], with name: String, _ value: String?) -> String {
        let changed = members.compactMap { member -> String? in
            let value = member.name == name ? value : member.value
            return value.map { "\"\(member.name)\":\($0)" }
        }
        return "{\(changed.joined(separator: ","))}"
    }
}
