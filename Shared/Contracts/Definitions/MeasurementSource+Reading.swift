import Terms

extension MeasurementSource {
    private enum Kind: String, CaseIterable {
        case probe, requests, resources, declared
    }

    /// Reads `{"kind": …}` with what belongs to the kind.
    public init(_ source: NodeReader) {
        self = source.object { source in
            let kind = source["kind"].choice(Kind.self)
            guard source["kind"].rawText == kind.rawValue else {
                // Of what kind it was meant to be nobody knows: the rest cannot be judged.
                _ = source.again()
                return .declared
            }
            switch kind {
            case .probe: return .probe(ProbeSource(source))
            case .requests: return .requests(RequestSource(source))
            case .resources: return .resources(ResourceSource(source))
            case .declared: return .declared
            }
        }
    }
}

extension ProbeSource {
    fileprivate init(_ source: NodeReader) {
        let locations = source["locations"].list(1...DefinitionLimits.locations) { $0.key() }
        source["locations"].requireDistinctTexts()
        let quorum = Int(source.ifPresent("quorum") { $0.integer(1...Int64(DefinitionLimits.locations)) } ?? 1)
        if quorum > locations.count, !locations.isEmpty { source["quorum"].fail("must be at most the number of locations") }
        let prometheus = source.ifPresent("prometheus") { PrometheusProbe($0) }
        if let prometheus, prometheus.locationLabel == nil, locations.count > 1 {
            source["prometheus"].fail("needs location_label: the source has several locations")
        }
        self.init(
            locations: locations, quorum: quorum,
            confirm: Int(source.ifPresent("confirm") { $0.integer(1...Int64(DefinitionLimits.confirm)) } ?? 1),
            staleSeconds: source["stale_seconds"].integer(DefinitionLimits.staleSeconds), prometheus: prometheus)
    }
}

extension RequestSource {
    fileprivate init(_ source: NodeReader) {
        self.init(
            sliceSeconds: source["slice_seconds"].integer(DefinitionLimits.sliceSeconds),
            downErrorRate: source.ifPresent("down_error_rate") { $0.downShare() } ?? .hundred,
            staleSeconds: source["stale_seconds"].integer(DefinitionLimits.staleSeconds),
            prometheus: source.ifPresent("prometheus") { prometheus in
                prometheus.object {
                    PrometheusRequests(total: PrometheusSelector($0["total"]), failed: PrometheusSelector($0["failed"]))
                }
            })
    }
}

extension ResourceSource {
    fileprivate init(_ source: NodeReader) {
        self.init(
            sliceSeconds: source["slice_seconds"].integer(DefinitionLimits.sliceSeconds),
            downShare: source.ifPresent("down_share") { $0.downShare() } ?? .hundred,
            staleSeconds: source["stale_seconds"].integer(DefinitionLimits.staleSeconds))
    }
}

extension PrometheusProbe {
    fileprivate init(_ probe: NodeReader) {
        self = probe.object { probe in
            let label = probe.ifPresent("location_label") { $0.labelName() }
            let labels = probe.ifPresent("labels") { $0.labels() } ?? [:]
            if let label, labels[label] != nil { probe["location_label"].fail("is also among the labels that are fixed") }
            return PrometheusProbe(series: probe["series"].metricName(), labels: labels, locationLabel: label)
        }
    }
}

extension PrometheusSelector {
    fileprivate init(_ selector: NodeReader) {
        self = selector.object {
            PrometheusSelector(series: $0["series"].metricName(), labels: $0.ifPresent("labels") { $0.labels() } ?? [:])
        }
    }
}

extension NodeReader {
    /// The name of a metric, in the grammar of Prometheus.
    fileprivate func metricName() -> String {
        parsed("the name of a metric such as probe_success", standIn: "") { Self.isName($0, colons: true) ? $0 : nil }
    }

    /// The share from which on a slice is down.
    fileprivate func downShare() -> Percent {
        let share = percent()
        if share == .zero { fail("must be more than 0: at 0 every slice would be down") }
        return share
    }

    /// The name of a label, in the grammar of Prometheus; `__name__` is the metric's.
    fileprivate func labelName() -> String {
        parsed("the name of a label such as instance", standIn: "") { Self.isLabelName($0) ? $0 : nil }
    }

    /// Labels with their values.
    fileprivate func labels() -> [String: String] {
        var labels: [String: String] = [:]
        for (name, value) in entries(atMost: DefinitionLimits.labels) {
            if !Self.isLabelName(name) { value.fail("is not under the name of a label") }
            labels[name] = value.text(1...1024)
        }
        return labels
    }

    private static func isLabelName(_ text: String) -> Bool { text != "__name__" && isName(text, colons: false) }

    private static func isName(_ text: String, colons: Bool) -> Bool {
        guard (1...200).contains(text.utf8.count), let first = text.utf8.first, !(48...57).contains(first) else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "_"):
                true
            case UInt8(ascii: ":"): colons
            default: false
            }
        }
    }
}
