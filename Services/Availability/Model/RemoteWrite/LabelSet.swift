import Telemetry

/// The labels of a remote-written series: a name, and the rest, as its specification wants them.
struct LabelSet: Equatable {
    /// The labels do not follow the specification.
    enum Failure: Error, Equatable {
        /// A name that is not `[a-zA-Z_:][a-zA-Z0-9_:]*`, or an empty name or value.
        case invalid(String)
        /// Names that are not in ascending order, or come twice.
        case unsorted(String)
        /// There is no `__name__`.
        case nameless
    }

    /// The metric's name.
    let name: String
    /// The labels but the name, ascending.
    let labels: [(name: String, value: String)]

    static func == (a: LabelSet, b: LabelSet) -> Bool {
        a.name == b.name && a.labels.elementsEqual(b.labels, by: ==)
    }

    /// Checks labels in the order in which they came.
    init(_ pairs: [(name: String, value: String)]) throws(Failure) {
        var previous = ""
        var metric = ""
        var rest: [(name: String, value: String)] = []
        for pair in pairs {
            guard Self.isName(pair.name), !pair.value.isEmpty else { throw .invalid(SeriesName.printable(pair.name)) }
            guard pair.name.utf8.lexicographicallyPrecedes(previous.utf8) == false, pair.name != previous else {
                throw .unsorted(pair.name)
            }
            previous = pair.name
            if pair.name == "__name__" {
                guard Self.isName(pair.value) else { throw .invalid(SeriesName.printable(pair.value)) }
                metric = pair.value
            } else {
                rest.append(pair)
            }
        }
        guard !metric.isEmpty else { throw .nameless }
        self.name = metric
        self.labels = rest
    }

    /// The value of a label, if it is there.
    subscript(_ name: String) -> String? {
        labels.first { $0.name == name }?.value
    }

    /// Whether the labels are among these, each with its value.
    func contains(_ wanted: [String: String]) -> Bool {
        wanted.allSatisfy { self[$0.key] == $0.value }
    }

    /// As Prometheus writes it: `name{a="b",c="d"}`.
    var description: String {
        let list = labels.map { "\($0.name)=\"\($0.value)\"" }.joined(separator: ",")
        return SeriesName.printable("\(name){\(list)}")
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first else { return false }
        return !(48...57).contains(first)
            && text.utf8.allSatisfy { byte in
                (97...122).contains(byte | 0x20) || (48...57).contains(byte) || byte == UInt8(ascii: "_")
                    || byte == UInt8(ascii: ":")
            }
    }
}
