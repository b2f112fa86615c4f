/// To whom requests or incidents go up, and after how long. Without steps it is done as needed.
public struct Escalation: Hashable, Sendable {
    /// A rung of the ladder.
    public struct Step: Hashable, Sendable {
        /// Time since the opening, in the clock's own calendar.
        public let after: TimeSpan
        /// Who is told.
        public let to: String
    }

    /// The clause.
    public let clause: String
    /// What it says, in a few words.
    public let title: String
    /// The priorities that it is for; empty for all.
    public let priorities: [String]
    /// The rungs, in the order in which they are reached.
    public let steps: [Step]

    init(_ reader: NodeReader, _ names: AgreementNames) {
        clause = names.clause(reader["clause"])
        title = reader["title"].text()
        priorities = names.names(reader, "priorities", among: names.priorities, kind: "priority")
        let steps = reader["steps"].list(0...20) { Step(after: $0["after"].timeSpan(), to: $0["to"].text()) }
        self.steps = steps
        if zip(steps, steps.dropFirst()).contains(where: { $0.after.seconds >= $1.after.seconds }) {
            reader["steps"].fail("must be in the order in which they are reached")
        }
    }
}
