import Foundation
import Terms

/// An event as it travels: CloudEvents 1.0 in JSON, with the tenant and the trace as extensions.
///
/// The JSON is kept as it came, so that what is passed on, signed or stored is byte for byte what was told.
public struct EventEnvelope: Sendable {
    /// The largest event in bytes: what does not fit is state that nobody needs whole.
    public static let maximumBytes = 1 << 20

    /// Identifies the event; with ``source`` it is unique.
    public let id: EventID
    /// The service that tells it.
    public let source: ServiceName
    /// The versioned type, `pledge.availability.outage.opened.v1`.
    public let type: String
    /// The id of the thing that the event is about.
    public let subject: String
    /// When it happened.
    public let time: Instant
    /// Whose it is.
    public let tenant: TenantID
    /// The trace in which it happened.
    public let traceparent: String?
    /// The whole envelope.
    public let json: Data
    /// What was read of it, when it came as text: whoever wants its data need not read it again.
    private let tree: Node?

    /// Wraps a payload.
    ///
    /// - Throws: `EncodingError` when the payload cannot be spelled in JSON.
    public init<Payload: EventPayload>(
        _ payload: Payload, tenant: TenantID, subject: String, source: ServiceName, time: Instant, traceparent: String? = nil,
        id: EventID = EventID()
    ) throws {
        self.id = id
        self.source = source
        self.type = Payload.type
        self.subject = subject
        self.time = time
        self.tenant = tenant
        self.traceparent = traceparent
        let attributes = Attributes(
            specversion: "1.0", id: id, source: source.source, type: Payload.type, subject: subject, time: time, tenantid: tenant,
            traceparent: traceparent, datacontenttype: "application/json")
        self.json = try PledgeJSON.encode(Whole(attributes: attributes, data: payload))
        self.tree = nil
    }

    /// Reads an envelope.
    ///
    /// - Throws: `DecodingError` when it is not CloudEvents 1.0 with our extensions.
    public init(json: Data) throws {
        let tree = try PledgeJSON.tree(json)
        let attributes = try PledgeJSON.decode(Attributes.self, from: tree)
        guard attributes.specversion == "1.0", attributes.source.hasPrefix("/pledge/"),
            let source = ServiceName(rawValue: String(attributes.source.dropFirst("/pledge/".count)))
        else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: [], debugDescription: "not a CloudEvents 1.0 event of a service of this system"))
        }
        self.id = attributes.id
        self.source = source
        self.type = attributes.type
        self.subject = attributes.subject
        self.time = attributes.time
        self.tenant = attributes.tenantid
        self.traceparent = attributes.traceparent
        self.json = json
        self.tree = tree
    }

    /// What the event tells.
    ///
    /// - Throws: `DecodingError` when the data is not such a payload.
    public func payload<Payload: EventPayload>(_ type: Payload.Type = Payload.self) throws -> Payload {
        try read(DataOnly<Payload>.self).data
    }

    /// Some parts of the envelope, as whoever wants no more than those spells them.
    ///
    /// - Throws: `DecodingError` when they are not such.
    public func read<Parts: Decodable>(_ type: Parts.Type) throws -> Parts {
        guard let tree else { return try PledgeJSON.decode(type, from: json) }
        return try PledgeJSON.decode(type, from: tree)
    }
}

extension EventEnvelope {
    private struct Attributes: Codable {
        let specversion: String
        let id: EventID
        let source: String
        let type: String
        let subject: String
        let time: Instant
        let tenantid: TenantID
        let traceparent: String?
        let datacontenttype: String?
    }

    private struct Whole<Payload: Encodable>: Encodable {
        let attributes: Attributes
        let data: Payload

        private enum CodingKeys: CodingKey { case data }

        func encode(to encoder: any Encoder) throws {
            try attributes.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(data, forKey: .data)
        }
    }

    private struct DataOnly<Payload: Decodable>: Decodable {
        let data: Payload
    }
}
