public import Foundation

/// Why something about messages could not be done.
public enum DeliveryError: Error, Sendable, Hashable {
    case messageUnknown(String)
    /// It was sent, or is to be sent anyway.
    case notGivenUp(UUID, MessageState)
    case routeUnknown(String)
}

extension DeliveryError {
    /// A stable name of the error for documentation and machines.
    public var code: String {
        switch self {
        case .messageUnknown: "delivery-message-unknown"
        case .notGivenUp: "delivery-not-given-up"
        case .routeUnknown: "delivery-route-unknown"
        }
    }

    private var text: String {
        switch self {
        case .messageUnknown(let id): "there is no message '\(id)'; mainstay deliveries list shows them"
        case .notGivenUp(let id, let state):
            "message \(id.uuidString.lowercased()) is \(state.rawValue): only one that was given up can be sent again"
        case .routeUnknown(let name): "no route that is switched on is called '\(name)'; mainstay routes list shows them"
        }
    }
}

extension DeliveryError: CustomStringConvertible {
    public var description: String { "\(text) [\(code)]" }
}
