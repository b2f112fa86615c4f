import Chassis

/// The one public door.
@main struct App {
    static func main() async {
        await ServiceProcess.main(.gateway)
    }
}
