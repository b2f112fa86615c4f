import Terms

extension Node {
    /// The same object with another value of a member, at its end where it had none; itself where it is no object.
    public func replacing(_ key: String, with node: Node) -> Node {
        guard case .map(let members) = value else { return self }
        return Node(.map(members.filter { $0.key != key } + [Member(key, node)]))
    }
}
