import Contracts
import Foundation
import Hosting
import Terms

/// Makes a tenant of the demo and what belongs to it before anything happens: services, agreement, customers with their members,
/// subscriptions. Every step looks first whether it has been done, so that loading again changes nothing.
struct TenantLoader: Sendable {
    let file: TenantFile
    /// The tenant's key in the API; the folder's name, unless somebody wants one of their own.
    let key: String
    let keys: DemoKeys
    /// Put into the members' addresses, before the at sign, so that their mail can be told from others'.
    let mailTag: String?

    /// Makes what is missing; the names by which the tenant's story knows what is there.
    func load(operatorKey: @autoclosure () throws -> String, names known: StoryNames) async throws -> StoryNames {
        var names = known
        let admin = try await keys.makeTenant(tenant, operatorKey: operatorKey())
        for service in file.services {
            let key = service.text(at: "key") ?? ""
            names["service.\(key)"] = try await admin.findOrMake("/v1/services", "?key=\(key)", service.json)
        }
        let agreement = try await publish(admin)
        names["agreement"] = agreement
        for customer in file.content.list(at: "customers") { try await make(customer, admin, &names) }
        for subscription in file.content.list(at: "subscriptions") { try await subscribe(subscription, agreement, admin, names) }
        // One key for every role, so that whoever looks around finds them.
        for role in DemoKeys.roles { _ = try await keys.client(role, of: names["customer"]) }
        return names
    }

    private var tenant: String {
        let rest = file.content.part(at: "tenant")?.without("key").entries(at: "") ?? []
        return Node(.map([Node.Member("key", Node(.string(key)))] + rest)).json
    }

    private func publish(_ admin: APIClient) async throws -> String {
        let title = file.content.part(at: "agreement")?.json ?? ""
        let agreement = try await admin.findOrMake(
            "/v1/agreements", "?key=\(file.content.text(at: "agreement.key") ?? "")", title)
        let versions = "/v1/agreements/\(agreement)/versions"
        var state = try await admin.get(versions).list(at: "data").first { $0.text(at: "version") == "1" }?.text(at: "state")
        if state == nil {
            let answer = try await admin.send("POST", versions, body: file.agreement, type: "application/yaml")
            guard answer.isSuccess else { throw APIClient.refusal("POST", versions, answer) }
            state = answer.document.text(at: "state")
        }
        if state == "draft" {
            let from = file.content.text(at: "effective_from") ?? ""
            _ = try await admin.post("\(versions)/1/publication", #"{"effective_from":"\#(from)"}"#)
        }
        return agreement
    }

    private func make(_ customer: Node, _ admin: APIClient, _ names: inout StoryNames) async throws {
        let key = customer.text(at: "key") ?? ""
        let company = customer.without("members").replacingTexts { tagged($0) } ?? customer
        let id = try await admin.findOrMake("/v1/customers", "?key=\(key)", company.json)
        names["customer.\(key)"] = id
        if names["customer"] == nil { names["customer"] = id }
        let path = "/v1/customers/\(id)/members"
        let known = try await admin.get(path).list(at: "data")
        for member in customer.list(at: "members").compactMap({ $0.replacingTexts { tagged($0) } }) {
            let email = member.text(at: "email") ?? ""
            let found = known.first { $0.text(at: "email") == email }?.text(at: "id")
            var made = found
            if made == nil { made = try await admin.post(path, member.json).text(at: "id") }
            if names["member.\(key)"] == nil {
                names["member.\(key)"] = made
                names["email.\(key)"] = email
            }
        }
    }

    private func subscribe(_ subscription: Node, _ agreement: String, _ admin: APIClient, _ names: StoryNames) async throws {
        let customer = names["customer.\(subscription.text(at: "customer") ?? "")"] ?? ""
        let service = names["service.\(subscription.text(at: "service") ?? "")"] ?? ""
        let ids = [
            "customer": customer, "service": service, "agreement": agreement,
            "from": file.content.text(at: "effective_from") ?? "",
        ]
        let members = ids.sorted { $0.key < $1.key }.map { Node.Member($0.key, Node(.string($0.value))) }
        let numbers = ["agreement_version", "billing_anchor_day"].map { Node.Member($0, Node(.number("1"))) }
        let body = Node(.map(members + numbers + subscription.without("customer", "service").entries(at: "")))
        _ = try await admin.findOrMake("/v1/subscriptions", "?customer=\(customer)&service=\(service)", body.json)
    }

    /// A mail address with the tag in it; any other text as it is.
    private func tagged(_ text: String) -> String {
        guard let mailTag else { return text }
        return text.replacing("@", with: "+\(mailTag)@")
    }
}
