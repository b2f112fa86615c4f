import Contracts
import Foundation
import Hosting
import Terms

/// Takes the steps of a tenant's story, one after the other, each once.
struct StoryTeller: Sendable {
    /// How a step ended.
    enum Outcome: Sendable {
        /// It was taken now, and this was the answer.
        case taken(Node)
        /// It was taken when the story was told before.
        case known
        /// It cannot be taken yet; the next time may be the time.
        case left
    }

    /// How long what a step needs may take on its way between the services, in tries.
    private static let triesMaximum = 240
    private static let pause = Duration.milliseconds(250)
    /// What may pass by itself: what the step names is not known yet where it is asked for.
    private static let passing: Set<Int> = [404, 409, 422, 503]
    /// Nobody answered in time, and what was asked for may have been done.
    private static let gatewayTimeout = 504
    /// What is changed must be named in the state in which it was seen.
    private static let preconditionRequired = 428

    let keys: DemoKeys
    let memory: DemoMemory
    /// What the steps' memories begin with: "zecto".
    let story: String
    /// When it is told.
    let now: Instant
    private(set) var names: StoryNames

    /// A story that is about to be told.
    init(_ story: String, keys: DemoKeys, memory: DemoMemory, names: StoryNames, now: Instant) {
        self.story = story
        self.now = now
        self.keys = keys
        self.memory = memory
        self.names = names
    }

    /// Takes one step, unless it was taken before or cannot be taken yet.
    ///
    /// - Throws: `HostingError` with the last answer when it is never the one that is wanted.
    mutating func take(_ step: StoryStep) async throws -> Outcome {
        let note = "\(story)/\(step.name)"
        if let known = memory.note(note) {
            for member in try Node(json: Data(known.utf8)).entries(at: "") { names[member.key] = member.node.word }
            return .known
        }
        let earliest = step.after.map { names.lastMonth.interval.end.advanced(by: $0.seconds) }
        guard earliest.map({ $0 <= now }) ?? true, let path = names.fill(step.path) else { return .left }
        let body = step.body.map { names.fill($0) }
        if case .some(.none) = body { return .left }
        let answer = try await ask(step, path, body.flatMap { $0 })
        let kept = step.keep.compactMap { member in
            answer.text(at: member.node.word).map { Node.Member(member.key, Node(.string($0))) }
        }
        for member in kept { names[member.key] = member.node.word }
        try memory.note(note, Node(.map(kept)).json)
        return .taken(answer)
    }

    private func ask(_ step: StoryStep, _ path: String, _ body: Node?) async throws -> Node {
        let client = try await keys.client(step.role, of: names["customer"])
        var answer = try await send(step, path, body, client)
        for _ in 1..<Self.triesMaximum where !step.accepts(answer, names) {
            // What was done is done: only a look can be taken again, and that even if nobody answered the one before in time.
            let isLook = step.method == "GET" && (answer.isSuccess || answer.status == Self.gatewayTimeout)
            guard Self.passing.contains(answer.status) || isLook else { break }
            try await Task.sleep(for: Self.pause)
            answer = try await send(step, path, body, client)
        }
        guard step.accepts(answer, names) else {
            throw HostingError(
                .statement,
                "\(story), \(step.name): \(wanted(step)) \(APIClient.refusal(step.method, path, answer).message)")
        }
        return answer.document
    }

    private func send(_ step: StoryStep, _ path: String, _ body: Node?, _ client: APIClient) async throws -> APIClient.Answer {
        guard let body else { return try await client.send(step.method, path) }
        let text: String = if case .string(let plain) = body.value { plain } else { body.json }
        let key = step.method == "POST" ? "\(story)-\(step.name)" : nil
        let type = step.type ?? "application/json"
        let answer = try await client.send(step.method, path, body: Data(text.utf8), type: type, idempotencyKey: key)
        guard answer.status == Self.preconditionRequired else { return answer }
        return try await client.send(step.method, path, body: Data(text.utf8), type: type, ifMatch: tag(path, client))
    }

    /// The tag of what is at a path; of what it is a part of, where the part has none of its own, as a ticket's status.
    private func tag(_ path: String, _ client: APIClient) async throws -> String? {
        if let tag = try await client.send("GET", path).etag { return tag }
        let whole = path.split(separator: "/").dropLast().map { "/\($0)" }.joined()
        return try await client.send("GET", whole).etag
    }

    private func wanted(_ step: StoryStep) -> String {
        guard !step.expect.isEmpty || !step.clauses.isEmpty else { return "this did not come to be." }
        let members = step.expect.map { "\($0.key) = \(names.fill($0.node)?.json ?? "")" }
        return "wanted \((members + step.clauses).joined(separator: ", "))."
    }
}
