/// How often the server works out how to go about a statement.
public enum QueryPlanning: Sendable {
    /// As the server sees fit: for each set of values anew, unless the plan for any values looks as cheap.
    case automatic
    /// Once a connection, for any values. For statements whose plan is to be the same for all values, which is what `lateral …
    /// offset 0` and probes of one index are for: the server takes an array to hold a hundred things, finds the plan for the one
    /// thing that is in it cheaper, and plans at every execution for longer than it then looks things up.
    case once
}
