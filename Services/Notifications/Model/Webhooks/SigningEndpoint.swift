/// Where an endpoint's webhooks go, and the keys that sign for it: its secret, and that of before until its time is over.
struct SigningEndpoint: Sendable, Equatable {
    let url: EndpointURL
    let secrets: [SigningSecret]
}
