import EventLoop
import Foundation
import Metrics
import Testing

@testable import Chassis

@Suite struct MetricsTests {
    @Test func prometheusText() async {
        let registry = MetricsRegistry()
        registry.counter("events", help: "What happened.", labels: [("kind", "a\"b\\c\nd")]).increment(by: 2)
        registry.gauge("queue.length").set(1.5)
        let histogram = registry.histogram("wait_seconds", labels: [("pool", "x")], bounds: [0.1, 1])
        for value in [0.05, 0.1, 0.5, 7] { histogram.observe(value) }
        registry.collectGauge("asked", help: "Read when asked.") {
            [.init(3, labels: [("n", "1")]), .init(4, labels: [("n", "2")])]
        }
        let expected = #"""
            # HELP events_total What happened.
            # TYPE events_total counter
            events_total{kind="a\"b\\c\nd"} 2
            # TYPE queue_length gauge
            queue_length 1.5
            # TYPE wait_seconds histogram
            wait_seconds_bucket{pool="x",le="0.1"} 2
            wait_seconds_bucket{pool="x",le="1"} 3
            wait_seconds_bucket{pool="x",le="+Inf"} 4
            wait_seconds_sum{pool="x"} 7.65
            wait_seconds_count{pool="x"} 4
            # HELP asked Read when asked.
            # TYPE asked gauge
            asked{n="1"} 3
            asked{n="2"} 4

            """#
        #expect(await registry.exposition(.prometheus) == expected)
    }

    @Test func openMetricsText() async {
        let registry = MetricsRegistry()
        registry.counter("cpu_seconds").increment(by: 0.25)
        let expected = """
            # TYPE cpu_seconds counter
            # UNIT cpu_seconds seconds
            cpu_seconds_total 0.25
            # EOF

            """
        #expect(await registry.exposition(.openMetrics) == expected)
        #expect(MetricsRegistry.Format(accept: "application/openmetrics-text;version=1.0.0,*/*;q=0.1") == .openMetrics)
        #expect(MetricsRegistry.Format(accept: nil) == .prometheus)
    }

    @Test func swiftMetricsCountIntoIt() async {
        let registry = MetricsRegistry()
        Counter(label: "a.b", dimensions: [("x", "y")], factory: registry).increment(by: 5)
        Metrics.Timer(label: "t_seconds", dimensions: [], factory: registry).recordNanoseconds(20_000_000)
        Meter(label: "m", dimensions: [], factory: registry).set(2)
        let text = await registry.exposition(.prometheus)
        #expect(text.contains("a_b_total{x=\"y\"} 5\n"))
        #expect(text.contains("t_seconds_bucket{le=\"0.025\"} 1\n"))
        #expect(text.contains("\nm 2\n"))
    }

    @Test func seriesAreBounded() async {
        let registry = MetricsRegistry()
        for number in 0..<(MetricsRegistry.maximumSeries + 10) {
            registry.counter("many", labels: [("n", String(number))]).increment()
        }
        let lines = await registry.exposition(.prometheus).split(separator: "\n").filter { $0.hasPrefix("many_total") }
        #expect(lines.count == MetricsRegistry.maximumSeries)
        // A name has one kind.
        registry.gauge("many_total").set(1)
        #expect(await registry.exposition(.prometheus).contains("# TYPE many_total gauge") == false)
    }

    @Test func theProcessIsMeasured() async {
        let registry = MetricsRegistry()
        registry.collectProcess(loop: EventLoop(name: "metrics-test"))
        let text = await registry.exposition(.prometheus)
        for name in ["process_resident_memory_bytes", "process_cpu_seconds_total", "process_open_fds", "event_loop_lag_seconds"] {
            #expect(text.contains("\n# TYPE \(name) ") || text.hasPrefix("# TYPE \(name) "), "\(name)")
        }
    }
}
