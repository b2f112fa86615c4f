import Foundation

/// Files that come with the module.
public enum ChassisResources {
    /// The folder of the chassis' migrations.
    public static var migrations: URL { Bundle.module.bundleURL.appending(path: "Migrations", directoryHint: .isDirectory) }
}
