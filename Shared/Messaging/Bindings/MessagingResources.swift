import Foundation

/// Files that come with the module.
public enum MessagingResources {
    /// The folder of the module's migrations.
    public static var migrations: URL { Bundle.module.bundleURL.appending(path: "Migrations") }
}
