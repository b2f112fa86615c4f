import Contracts
import Crypto
import Foundation
import Terms
import TestSupport
import Testing

@testable import Gateway

@Suite("What a status page says")
struct StatusPageModelTests {
    private typealias Samples = StatusPageSamples

    private static func state(_ page: StatusPage) -> ShownState? { page.services?.services.first.map(page.state) }

    @Test(
        "a service stands as it and its parts were measured",
        arguments: [
            (PublicServices.State.up, [PublicServices.State.up, .up], ShownState.operational, PublicIncidents.Impact.none),
            (.down, [.down, .up], .outage, .critical), (.up, [.down, .up], .partialOutage, .minor),
            (.unknown, [.unknown, .up], .unknown, .minor), (.up, [.unknown, .up], .operational, .none),
        ])
    func measured(
        _ whole: PublicServices.State, _ parts: [PublicServices.State], _ state: ShownState, _ indicator: PublicIncidents.Impact
    ) {
        let page = Samples.page([Samples.service(whole, parts: parts)])
        #expect(Self.state(page) == state)
        #expect(page.indicator == indicator)
    }

    @Test("of several services that are down not all, it is a major outage, not a critical one")
    func several() {
        let page = Samples.page([Samples.service(.down), Samples.service(id: Samples.other)])
        #expect(page.indicator == .major && page.headline == "Some services are down")
    }

    @Test("a state follows what is said, and stops following it when that is over")
    func said() {
        for (impact, state) in [
            (PublicIncidents.Impact.minor, ShownState.degraded), (.major, .partialOutage), (.critical, .outage),
        ] {
            let page = Samples.page(incidents: [Samples.incident(impact)])
            #expect(Self.state(page) == state && page.indicator == impact)
        }
        #expect(Self.state(Samples.page(incidents: [Samples.incident(.critical, status: .monitoring)])) == .degraded)
        #expect(Self.state(Samples.page(incidents: [Samples.incident(.critical, status: .resolved)])) == .operational)
        #expect(Self.state(Samples.page(incidents: [Samples.incident(.critical, services: [Samples.other])])) == .operational)
    }

    @Test("maintenance that goes on is shown where it is, and that ahead is not")
    func maintenance() {
        #expect(Self.state(Samples.page(maintenance: [Samples.work(.announced)])) == .operational)
        let whole = Samples.page([Samples.service(.down)], maintenance: [Samples.work(.inProgress)])
        #expect(Self.state(whole) == .maintenance && whole.indicator == .none && whole.headline == "Maintenance goes on")
        let part = Samples.page(maintenance: [Samples.work(.inProgress, components: ["part-1"])])
        let service = Samples.service()
        #expect(part.state(of: service.components[1], in: service) == .maintenance)
        #expect(part.state(of: service.components[0], in: service) == .operational)
    }

    @Test("what nobody can tell is not told to be well")
    func unavailable() throws {
        let page = Samples.page(nil)
        #expect(page.indicator == .minor && page.unavailable == ["components", "scheduled_maintenances"])
        let summary = try Node(json: PledgeJSON.encode(StatusSummary(page)))
        #expect(summary["components"]?.items?.isEmpty == true)
        #expect(summary["unavailable"]?.items?.count == 2)
        #expect(StatusPageHTML(page).text.contains("Services and maintenance cannot be shown at the moment."))
        #expect(StatusPageHTML(Samples.page(incidents: nil)).text.contains("Incidents cannot be shown at the moment."))
        #expect(!StatusPageHTML(Samples.page(incidents: nil)).text.contains("None in the last two weeks"))
    }

    @Test("every text from outside is a text, whatever it says")
    func hostile() throws {
        let bad = #"</style></title><script>alert(1)</script><img src=x onerror='alert(1)'>"&amp;{{x}}"#
        let page = Samples.page(
            [Samples.service(name: bad)], incidents: [Samples.incident(title: bad, text: bad)],
            maintenance: [Samples.work(.inProgress, title: bad)])
        let html = StatusPageHTML(page).text
        let tags = html.matches(of: #/<\/?([a-z0-9!]+)/#).map { String($0.output.1) }
        let allowed: Set = [
            "!doctype", "html", "head", "meta", "title", "link", "style", "body", "header", "h1", "h2", "h3", "h4", "p", "main",
            "section", "article", "div", "span", "svg", "rect", "ul", "li", "time", "footer", "a", "bdi",
        ]
        #expect(Set(tags).subtracting(allowed).isEmpty, "\(Set(tags).subtracting(allowed))")
        #expect(tags.count { $0 == "style" } == 2 && html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
        #expect(!html.contains("onerror='") && html.contains("onerror=&#39;"))
    }

    @Test("nothing private is in either form: nobody's name, no reason, no proof")
    func privateThings() throws {
        let page = Samples.page(incidents: [Samples.incident()], maintenance: [Samples.work(.announced)])
        let summary = try PledgeJSON.encodeText(StatusSummary(page))
        for text in [StatusPageHTML(page).text, summary] {
            for secret in ["key_secret", "between ourselves", "mail", "p1\""] { #expect(!text.contains(secret), "\(secret)") }
        }
    }

    @Test("the policy names the style that the page has, and nothing else")
    func policy() throws {
        let html = StatusPageHTML(Samples.page()).text
        let start = try #require(html.range(of: "<style>"))
        let end = try #require(html.range(of: "</style>"))
        let hash = Data(SHA256.hash(data: Data(html[start.upperBound..<end.lowerBound].utf8))).base64EncodedString()
        #expect(StatusPageStyle.policy.contains("style-src 'sha256-\(hash)'"))
        #expect(StatusPageStyle.policy.hasPrefix("default-src 'none'"))
        #expect(!html.contains(" style=") && !html.contains("<script"))
    }

    @Test("each of ninety days has its bar, its colour and its words")
    func bars() {
        func day(_ down: Int64, _ unknown: Int64, _ seconds: Int64 = 86_400) -> PublicServices.Day {
            PublicServices.Day(seconds: seconds, downSeconds: down, unknownSeconds: unknown)
        }
        let days = [day(0, 0), day(200, 0), day(4_320, 0), day(0, 86_400), day(0, 300), day(3_900, 60), day(0, 0, 0)]
        let course = PublicServices.Course(state: .up, days: days, changedAt: nil)
        let svg = DayBars(course, name: "SMS & more", firstDay: "2026-02-27").svg.markup
        let classes = svg.matches(of: #/class="(.)"/#).map { String($0.output.1) }
        #expect(classes == ["u", "p", "d", "n", "u", "p", "n"])
        for title in [
            "27 Feb 2026: no downtime", "28 Feb 2026: down for 3 min 20 s", "1 Mar 2026: down for 1 h 12 min",
            "2 Mar 2026: nothing measured", "3 Mar 2026: no downtime, nothing measured for 5 min",
            "4 Mar 2026: down for 1 h 5 min, nothing measured for 1 min",
        ] { #expect(svg.contains("<title>\(title)</title>"), "\(title)") }
        #expect(svg.contains("SMS &amp; more, the last 7 days: down on 3, nothing measured on 1"))
        #expect(StatusPageHTML(Samples.page()).text.matches(of: #/<rect /#).count == 3 * 90)
    }

    @Test("times are the tenant's")
    func times() throws {
        let instant = try #require(Instant(rfc3339: "2026-03-28T23:30:00Z"))
        let shown = [
            ("Asia/Karachi", "29 Mar 2026, 04:30"), ("Europe/Amsterdam", "29 Mar 2026, 00:30"), ("Nowhere", "28 Mar 2026, 23:30"),
        ]
        for (zone, text) in shown {
            #expect(LocalTimes(zone: zone).time(instant).markup == "<time datetime=\"2026-03-28T23:30:00Z\">\(text)</time>")
        }
        let early = try #require(Instant(rfc3339: "1969-12-31T23:59:00Z"))
        #expect(LocalTimes(zone: "UTC").time(early).markup.contains("31 Dec 1969, 23:59"))
    }
}
