import Contracts
import Foundation
import Hosting
import NIOHTTP1
import Terms
import TestSupport
import Testing

extension EndToEnd {
    /// The views that several services make together, while one of them is down: what the others know is shown.
    @Suite(.timeLimit(.minutes(8))) struct ViewFaultTests {
        private static let page = "/status/zecto"

        @Test func aServiceThatIsDownCostsItsPartAlone() async throws {
            var options = StackHarness.Options()
            options.environment = ["PLEDGE_STATUS_PAGE_SECONDS": "1", "PLEDGE_VIEW_SECONDS": "2"]
            try await StackHarness.with(options) { stack in
                let key = try stack.secret("demo-admin-key")
                // The demo's tenants show their pages.
                for tenant in ["zecto", "zadarma", "infopromo", "connect-engage"] {
                    let page = try await stack.send(.GET, "/status/\(tenant)")
                    #expect(page.status == 200 && page.text.contains("<rect "), "\(tenant): \(page.status)")
                }
                try await shows(stack, key, missing: [], "SMS delivery")
                for (service, parts, words) in [
                    ("ticketing", ["incidents", "tickets"], "Incidents cannot be shown at the moment."),
                    ("availability", ["outages", "budgets", "maintenance"], "Services and maintenance cannot be shown"),
                    ("claims", ["claims", "credits"], "SMS delivery"),
                ] {
                    #expect(try await stack.pledge("stop", service).exit.isSuccess)
                    try await shows(stack, key, missing: parts, words)
                    #expect(try await stack.pledge("start", service).exit.isSuccess)
                    try await shows(stack, key, missing: [], "SMS delivery")
                }
                // Without whoever knows the tenants a page that was shown stays; of another nobody can tell.
                #expect(try await stack.pledge("stop", "agreements").exit.isSuccess)
                #expect(try await stack.send(.GET, Self.page).text.contains("SMS delivery"))
                #expect(try await stack.send(.GET, "/status/unknown").status == 503)
            }
        }

        /// Waits until the overview lacks these parts and no others, and the page has these words.
        private func shows(_ stack: StackHarness, _ key: String, missing: [String], _ words: String) async throws {
            _ = try await eventually("the overview without \(missing)") {
                let answer = try await stack.send(.GET, "/v1/overview", key: key)
                #expect(answer.status == 200, "\(answer.text)")
                return answer["unavailable"]?.items?.compactMap(\.text) == missing ? true : nil
            }
            _ = try await eventually("the page with “\(words)”") {
                let answer = try await stack.send(.GET, Self.page)
                #expect(answer.status == 200, "\(answer.text.prefix(200))")
                return answer.text.contains(words) ? true : nil
            }
        }
    }
}
