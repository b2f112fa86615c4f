/// The fields of a stream's entry.
public enum StreamField {
    /// The event's id, by which the relay knows its own.
    public static let id = "id"
    /// The event's type: whoever has nothing to do on it need not read the rest.
    public static let type = "type"
    /// The envelope as it was told.
    public static let event = "event"
}
