public import Delivery

extension DeliveryError: UserFacingError {
    public var exitStatus: ExitStatus { .badData }
}
