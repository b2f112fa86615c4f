/// The keys of single services, each in a file of its own beside this one.
extension Settings {
    static let rooms: [any SettingDeclaration] = availability + notifications + gateway
}
