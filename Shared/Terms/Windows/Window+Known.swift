extension Window {
    /// A window that was worked out before, as it was told.
    public static func of(kind: WindowKind, interval: Interval, label: String) -> Window {
        Window(kind: kind, interval: interval, label: label)
    }
}
