import Terms

extension RecordedItems {
    /// Reads the sections of facts that hold such items. An empty section says that there was nothing of its kind.
    init(facts reader: NodeReader) {
        self.init()
        read(reader, "tickets", .ticket) { RecordedTicket($0).items }
        read(reader, "partial_outages", .partialOutage) { [.partialOutage(RecordedPartialOutage($0))] }
        read(reader, "resources", .resource) { [.resource(RecordedResource($0))] }
        read(reader, "metrics", .metric) { [.metric(RecordedMetric($0))] }
        read(reader, "credited", .credited) { [.credited(RecordedCreditedTime($0))] }
    }

    private mutating func read(
        _ reader: NodeReader, _ section: String, _ kind: RecordedItem.Kind, _ read: (NodeReader) -> [RecordedItem]
    ) {
        if reader.has(section) { tell(of: kind) }
        for (element, items) in reader.elements(section, { ($0, read($0)) }) {
            for item in items {
                if let complaint = take(item) { element.fail(complaint) }
            }
        }
    }
}
