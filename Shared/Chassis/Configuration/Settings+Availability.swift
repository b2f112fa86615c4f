import Contracts

/// The keys of Availability.
extension Settings {
    /// How late facts may come and be exact.
    public static let latenessHorizonDays = Setting<Int>.int(
        "PLEDGE_LATENESS_HORIZON_DAYS",
        "Days for which samples are kept exactly, from their time and from their arrival; then as runs of one state.",
        in: 1...366, services: [.availability], default: 7)

    static let availability: [any SettingDeclaration] = [latenessHorizonDays]
}
