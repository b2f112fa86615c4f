import Metrics

/// The registry as the backend of swift-metrics, for the libraries that count through it.
extension MetricsRegistry: MetricsFactory {
    /// A counter.
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        CounterBridge(counter: counter(label, labels: dimensions))
    }

    /// A counter.
    public func makeFloatingPointCounter(label: String, dimensions: [(String, String)]) -> any FloatingPointCounterHandler {
        CounterBridge(counter: counter(label, labels: dimensions))
    }

    /// A gauge.
    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        GaugeBridge(gauge: gauge(label, labels: dimensions))
    }

    /// A recorder that aggregates is a histogram; one that does not is a gauge.
    public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        if aggregate { return HistogramBridge(histogram: histogram(label, labels: dimensions)) }
        return GaugeBridge(gauge: gauge(label, labels: dimensions))
    }

    /// A histogram in seconds.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        HistogramBridge(histogram: histogram(label, labels: dimensions))
    }

    /// Series live as long as the process: a scraper must not see them come and go.
    public func destroyCounter(_ handler: any CounterHandler) {}
    /// Series live as long as the process: a scraper must not see them come and go.
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    /// Series live as long as the process: a scraper must not see them come and go.
    public func destroyMeter(_ handler: any MeterHandler) {}
    /// Series live as long as the process: a scraper must not see them come and go.
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    /// Series live as long as the process: a scraper must not see them come and go.
    public func destroyTimer(_ handler: any TimerHandler) {}
}

private final class CounterBridge: CounterHandler, FloatingPointCounterHandler {
    let counter: MetricCounter
    init(counter: MetricCounter) { self.counter = counter }
    func increment(by amount: Int64) { counter.increment(by: Double(amount)) }
    func increment(by amount: Double) { counter.increment(by: amount) }
    // A counter that went back would look like a restart.
    func reset() {}
}

private final class GaugeBridge: MeterHandler, RecorderHandler {
    let gauge: MetricGauge
    init(gauge: MetricGauge) { self.gauge = gauge }
    func set(_ value: Int64) { gauge.set(Double(value)) }
    func set(_ value: Double) { gauge.set(value) }
    func increment(by amount: Double) { gauge.add(amount) }
    func decrement(by amount: Double) { gauge.add(-amount) }
    func record(_ value: Int64) { gauge.set(Double(value)) }
    func record(_ value: Double) { gauge.set(value) }
}

private final class HistogramBridge: RecorderHandler, TimerHandler {
    let histogram: MetricHistogram
    init(histogram: MetricHistogram) { self.histogram = histogram }
    func record(_ value: Int64) { histogram.observe(Double(value)) }
    func record(_ value: Double) { histogram.observe(value) }
    func recordNanoseconds(_ duration: Int64) { histogram.observe(Double(duration) / 1_000_000_000) }
}
