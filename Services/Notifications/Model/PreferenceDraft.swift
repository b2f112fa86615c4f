import Contracts
import Terms

/// What is said of how a member wants to be told.
struct PreferenceDraft: Sendable, Equatable {
    /// Nil for the tenant's.
    let language: PreferenceResource.Language?
    let topics: [String: [PreferenceResource.Channel]]

    /// Reads a body; problems are noted with the reader. What is not named stays at both channels.
    init(_ body: NodeReader) {
        language = body.ifPresent("language") { $0.choice() }
        var topics = PreferenceResource.everything
        _ = body.ifPresent("topics") { member in
            member.object { chosen in
                for topic in PreferenceResource.Topic.allCases {
                    guard let channels = Self.channels(of: topic, in: chosen) else { continue }
                    topics[topic.rawValue] = channels
                }
            }
        }
        self.topics = topics
    }

    /// What is said of a topic, in the order in which channels are always given.
    private static func channels(
        of topic: PreferenceResource.Topic, in chosen: NodeReader
    ) -> [PreferenceResource.Channel]? {
        let all = PreferenceResource.Channel.allCases
        return chosen.ifPresent(topic.rawValue) { list in
            let channels = list.list(0...all.count) { $0.choice(PreferenceResource.Channel.self) }
            return all.filter { channels.contains($0) }
        }
    }

    /// The choice after the change.
    func applied(to preference: PreferenceResource, at now: Instant) -> PreferenceResource {
        PreferenceResource(
            member: preference.member, customer: preference.customer, language: language ?? preference.language,
            topics: topics,
            version: preference.version + 1, updatedAt: now)
    }
}
