public import Hummingbird
import NIOCore

/// What is known of a request besides what it says.
public struct MainstayContext: RequestContext {
    public var coreContext: CoreRequestContextStorage
    /// Who asks; nil for nobody that is known.
    public var who: Who?
    /// The fields of a form that was sent and has passed its checks.
    public var form: Form?
    /// What a trusted proxy says about where the request comes from.
    var forwardedAddress: String?
    private let remote: SocketAddress?

    public init(source: Source) {
        coreContext = .init(source: source)
        remote = source.channel.remoteAddress
    }

    /// Where the request comes from, for the throttle and the audit log.
    public var address: String { forwardedAddress ?? remote?.ipAddress ?? "unknown" }
}
