public import Dashboards

/// What the live strip shows. One source serves all open pages, so that their number does not load the database.
public protocol LiveSource: Sendable {
    /// The figures of now and then each new ones; ends when the server stops.
    func figures() async -> AsyncStream<LiveFigures>
}
