import Foundation
import Terms

@testable import Availability

/// The forms in which facts come in.
enum BodyFormat: CaseIterable, Sendable {
    case json, lines, csv, remoteWrite, remoteWrite2, alerts

    /// Where they are sent.
    var path: String {
        switch self {
        case .json, .lines, .csv: "/v1/measurements"
        case .remoteWrite, .remoteWrite2: "/v1/prometheus/write"
        case .alerts: "/v1/alertmanager"
        }
    }

    /// How the sender says which it is.
    var headers: [String: String] {
        switch self {
        case .json, .alerts: ["content-type": "application/json"]
        case .lines: ["content-type": "application/x-ndjson"]
        case .csv: ["content-type": "text/csv"]
        case .remoteWrite:
            [
                "content-type": "application/x-protobuf", "content-encoding": "snappy",
                "x-prometheus-remote-write-version": "0.1.0",
            ]
        case .remoteWrite2:
            [
                "content-type": "application/x-protobuf;proto=io.prometheus.write.v2.Request", "content-encoding": "snappy",
                "x-prometheus-remote-write-version": "2.0.0",
            ]
        }
    }

    /// Bytes of a body.
    var maximumBytes: Int {
        switch self {
        case .json: IntakeLimits.jsonBytes
        case .lines, .csv: IntakeLimits.linesBytes
        case .remoteWrite, .remoteWrite2: IntakeLimits.remoteWriteBytes
        case .alerts: 4 << 20
        }
    }

    /// A body of one fact, about the component `api` of the service `cpaas`, and well formed.
    var good: Data {
        let at = "2026-03-10T11:59:00Z"
        let item = #"{"kind":"probe","service":"cpaas","component":"api","location":"khi","at":"\#(at)","state":"down"}"#
        let labels = [("__name__", "probe_success"), ("job", "blackbox"), ("location", "khi")]
        let samples = [(instant(at).epochSeconds, 0.0)]
        switch self {
        case .json: return Data(#"{"measurements":[\#(item)]}"#.utf8)
        case .lines: return Data(item.utf8)
        case .csv: return Data("service,component,location,at,state\ncpaas,api,khi,\(at),down".utf8)
        case .remoteWrite:
            var message = RemoteWriteMessage()
            message.series(labels, samples)
            return message.packed
        case .remoteWrite2:
            var message = InternedMessage()
            message.add(labels, samples)
            return RemoteWriteMessage.pack(message.bytes())
        case .alerts:
            return Data(
                #"""
                {"version":"4","alerts":[{"status":"firing","labels":{"pledge_service":"cpaas","pledge_component":"api"},\#
                "startsAt":"\#(at)","endsAt":"0001-01-01T00:00:00Z","fingerprint":"3a1f"}]}
                """#.utf8)
        }
    }
}
