import Contracts

/// Bodies of requests that are right; tests make them wrong.
enum Bodies {
    static func service(_ key: String) -> String {
        #"""
        {"key": "\#(key)", "name": "Service \#(key)", "components": [
          {"key": "api", "name": "API", "source": {"kind": "probe", "locations": ["khi", "lhe"], "quorum": 2, "confirm": 2,
            "stale_seconds": 90, "prometheus": {"series": "probe_success", "labels": {"service": "\#(key)"},
            "location_label": "location"}}},
          {"key": "sms", "source": {"kind": "requests", "slice_seconds": 60, "down_error_rate": "99.5", "stale_seconds": 300,
            "prometheus": {"total": {"series": "sms_total", "labels": {"service": "\#(key)"}},
            "failed": {"series": "sms_total", "labels": {"service": "\#(key)", "code": "failed"}}}}},
          {"key": "voice", "source": {"kind": "declared"}}],
         "tree": {"all": [{"component": "api"}, {"at_least": 1, "of": [{"component": "sms"}, {"component": "voice"}]}]}}
        """#
    }

    static func calendar(_ key: String) -> String {
        #"""
        {"key": "\#(key)", "name": "Office hours", "time_zone": "Asia/Karachi",
         "weekly": {"mon": [["09:00", "18:00"]], "fri": [["09:00", "12:30"], ["14:00", "18:00"]]},
         "holidays": ["2026-08-14", "2026-03-23"]}
        """#
    }

    static func subscription(_ customer: CustomerID, _ service: ServiceID, _ agreement: AgreementID) -> String {
        #"""
        {"customer": "\#(customer)", "service": "\#(service)", "agreement": "\#(agreement)", "plan": "standard",
         "currency": "PKR", "fees": {"platform": {"amount_minor": 10000000, "currency": "PKR"}}, "from": "2026-01-01T00:00:00Z"}
        """#
    }

    static func document(key: String, service: String = "cpaas") -> String {
        """
        format: pledge-agreement/1
        key: \(key)
        title: A small agreement
        provider: Acme Telecom
        edition: "1.0"
        published: 2026-01-01
        published_as_written: 1 January 2026
        source: A paper of Acme's
        time_zone: Asia/Karachi
        clauses:
          - id: A-1
            heading: "1"
            text: The service is available at least 99.9 % of each month.
          - id: A-2
            heading: "2"
            text: Backup power is there.
        plans:
          - key: standard
            title: Standard
        services:
          - key: \(service)
            title: CPaaS
            parts:
              - key: api
                title: API
        commitments:
          - kind: availability
            id: uptime
            title: Uptime
            clause: A-1
            strength: guarantee
            services: [\(service)]
            window: {kind: month}
            formula: {rule: excluded_counts_as_up}
            unknown_time: up
            target: "99.9"
        declarations:
          - clause: A-2
            title: Backup power
        """
    }
}

extension Bodies {
    /// A fee of March.
    static func fee(
        _ feeClass: String = "usage", from: String = "2026-03-01T00:00:00Z", to: String = "2026-04-01T00:00:00Z",
        minor: Int64 = 90_000_000, currency: String = "PKR", more: String = ""
    ) -> String {
        #"""
        {"fee_class": "\#(feeClass)", "from": "\#(from)", "to": "\#(to)",
         "amount": {"amount_minor": \#(minor), "currency": "\#(currency)"}\#(more)}
        """#
    }
}
