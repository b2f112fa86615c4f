extension Node {
    /// Where the part that a JSON pointer such as `#/clauses/3/text` names stands in the text; where there is no such part,
    /// the place of the closest one around it. Nil when the document came without places.
    public func place(at pointer: String) -> Place? {
        var node = self
        var place = self.place
        for step in pointer.split(separator: "/").dropFirst() {
            guard let next = node.child(String(step)) else { break }
            node = next
            place = node.place ?? place
        }
        return place
    }

    private func child(_ step: String) -> Node? {
        switch value {
        case .list(let nodes):
            guard let index = Int(step), nodes.indices.contains(index) else { return nil }
            return nodes[index]
        case .map:
            return self[step.replacing("~1", with: "/").replacing("~0", with: "~")]
        default:
            return nil
        }
    }
}
