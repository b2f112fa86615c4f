import Contracts
import Terms

/// A status page as HTML: whole without a script, readable aloud and in the dark.
struct StatusPageHTML {
    private let page: StatusPage
    private let times: LocalTimes

    init(_ page: StatusPage) {
        self.page = page
        times = LocalTimes(zone: page.tenant.timeZone)
    }

    /// The document.
    var text: String {
        let document: HTMLText = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>\(page.tenant.name) status: \(page.headline)</title>\
            <meta name="viewport" content="width=device-width,initial-scale=1">\
            <link rel="alternate" type="application/json" href="\(page.path)/api/v2/summary.json">\
            <link rel="alternate" type="text/calendar" href="\(page.path)/maintenance.ics">\
            <style>\(HTMLText(stringLiteral: StatusPageStyle.css))</style></head>
            <body><header><h1><bdi>\(page.tenant.name)</bdi> status</h1>\
            <p class="banner \(bannerStyle)">\(page.headline)</p>\(lacking)</header>
            <main>
            \(current)\(maintenance)\(services)\(past)</main>
            <footer><p>Times are those of \(page.tenant.timeZone). Availability is as measured; what an agreement counts, and what \
            it leaves out, is in each customer’s statements.</p>\
            <p>For programs: <a href="\(page.path)/api/v2/summary.json">summary.json</a>. For calendars: \
            <a href="\(page.path)/maintenance.ics">maintenance.ics</a></p></footer>
            </body></html>

            """
        return document.markup
    }

    private var bannerStyle: String {
        guard page.services != nil else { return "none" }
        switch page.indicator {
        case .none: return page.headline.hasPrefix("Maintenance") ? "work" : "ok"
        case .minor: return "part"
        case .major, .critical: return "down"
        }
    }

    private var lacking: HTMLText {
        switch (page.services, page.incidents) {
        case (nil, nil): "<p class=\"lack\">Services, maintenance and incidents cannot be shown at the moment.</p>"
        case (nil, _): "<p class=\"lack\">Services and maintenance cannot be shown at the moment.</p>"
        case (_, nil): "<p class=\"lack\">Incidents cannot be shown at the moment.</p>"
        default: ""
        }
    }

    private var current: HTMLText {
        let open = page.openIncidents
        guard !open.isEmpty else { return "" }
        return "<section aria-labelledby=\"now\"><h2 id=\"now\">Incidents</h2>\n\(open.map(incident))</section>\n"
    }

    private var past: HTMLText {
        guard page.incidents != nil else { return "" }
        let past = page.pastIncidents
        let shown: [HTMLText] = past.isEmpty ? ["<p class=\"calm\">None in the last two weeks.</p>\n"] : past.map(incident)
        return "<section aria-labelledby=\"past\"><h2 id=\"past\">Past incidents</h2>\n\(shown)</section>\n"
    }

    private func incident(_ incident: PublicIncidents.Incident) -> HTMLText {
        let names = incident.services.compactMap { id in page.services?.services.first { $0.id == id }?.name }
        let span: HTMLText =
            incident.resolvedAt.map { "\(times.time(incident.startedAt)) to \(times.time($0))" }
            ?? "since \(times.time(incident.startedAt))"
        let about: HTMLText = names.isEmpty ? "" : ", \(names.joined(separator: ", "))"
        return """
            <article class="card" id="\(incident.id.description)"><div class="row"><h3 dir="auto">\(incident.title)</h3>\
            <span class="state \(Self.style(incident))">\(Self.label(incident.status))</span></div>\
            <p class="when">\(span)\(about)</p><ul class="updates">\(incident.updates.map(update))</ul></article>

            """
    }

    private func update(_ update: PublicIncidents.Update) -> HTMLText {
        """
        <li><p dir="auto">\(update.text)</p><p class="when">\(Self.label(update.status)), \(times.time(update.createdAt))</p></li>
        """
    }

    private static func style(_ incident: PublicIncidents.Incident) -> String {
        if incident.status == .resolved { return "ok" }
        return incident.impact >= .major ? "down" : "part"
    }

    private static func label(_ status: IncidentResource.Status) -> String {
        switch status {
        case .investigating: "Investigating"
        case .identified: "Identified"
        case .monitoring: "Monitoring"
        case .resolved: "Resolved"
        }
    }

    private var maintenance: HTMLText {
        guard let work = page.services?.maintenance, !work.isEmpty else { return "" }
        return "<section aria-labelledby=\"works\"><h2 id=\"works\">Maintenance</h2>\n\(work.map(maintenance))</section>\n"
    }

    private func maintenance(_ work: PublicServices.Work) -> HTMLText {
        let service = page.services?.services.first { $0.id == work.service }
        let parts = service?.components.filter { work.components.contains($0.key) }.map(\.name) ?? []
        let about = ([service?.name].compactMap(\.self) + parts).joined(separator: ", ")
        let state = work.state == .inProgress ? "In progress" : "Scheduled"
        return """
            <article class="card" id="\(work.id.description)"><div class="row"><h3 dir="auto">\(work.title)</h3>\
            <span class="state work">\(state)</span></div>\
            <p class="when">\(times.time(work.from)) to \(times.time(work.to)), \(about)</p></article>

            """
    }

    private var services: HTMLText {
        guard let services = page.services else { return "" }
        let shown: [HTMLText] =
            services.services.isEmpty
            ? ["<p class=\"calm\">No services are listed yet.</p>\n"] : services.services.map { service($0, services) }
        let more: HTMLText = services.omittedServices == 0 ? "" : "<p class=\"calm\">And \(services.omittedServices) more.</p>\n"
        return "<section aria-labelledby=\"services\"><h2 id=\"services\">Services</h2>\n\(shown)\(more)</section>\n"
    }

    private func service(_ service: PublicServices.Service, _ all: PublicServices) -> HTMLText {
        let parts: [HTMLText] = service.components.count < 2 ? [] : service.components.map { part($0, of: service, all) }
        let list: HTMLText = parts.isEmpty ? "" : "<ul class=\"parts\">\(parts)</ul>"
        return """
            <article class="card">\(head("h3", service.name, page.state(of: service)))\
            \(course(service.course, service.name, all.firstDay))\
            <div class="row scale"><span>90 days ago</span><span>\(Self.uptime(service.course))</span><span>Today</span></div>\
            \(list)</article>

            """
    }

    private func part(
        _ component: PublicServices.Component, of service: PublicServices.Service, _ all: PublicServices
    ) -> HTMLText {
        """
        <li>\(head("h4", component.name, page.state(of: component, in: service)))\
        \(course(component.course, component.name, all.firstDay))<p class="scale">\(Self.uptime(component.course))</p></li>
        """
    }

    private func head(_ level: HTMLText, _ name: String, _ state: ShownState) -> HTMLText {
        """
        <div class="row"><\(level) dir="auto">\(name)</\(level)><span class="state \(state.style)">\(state.label)</span></div>
        """
    }

    private func course(_ course: PublicServices.Course, _ name: String, _ firstDay: String) -> HTMLText {
        DayBars(course, name: name, firstDay: firstDay).svg
    }

    /// What was measured, of the time of which anything is known; rounded down, as all shares are.
    private static func uptime(_ course: PublicServices.Course) -> String {
        let known = course.days.reduce(0) { $0 + $1.seconds - $1.unknownSeconds }
        let down = course.days.reduce(0) { $0 + $1.downSeconds }
        return Ratio(known - down, of: known).map { "\($0.percent) % up, as measured" } ?? "nothing measured"
    }
}
