public import Foundation

/// Why something about messages could not be done.
public enum DeliveryError: Error, Sendable, Hashable {
    case messageUnknown(String)
    /// It was sent, or is to be sent anyway.
    case notGivenUp(UUID, MessageState)
    case routeUnknown(String)
}

extension DeliveryError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .messageUnknown(let id): "there is no message '\(id)'; mainstay deliveries list shows them"
        case .notGivenUp(let id, let state):
            "message \(id.uuidString.lowercased()) is \(state.rawValue): only one that was given up can be sent again"
        case .routeUnknown(let name): "no route that is switched on is called '\(name)'; mainstay routes list shows them"
        }
    }
}
