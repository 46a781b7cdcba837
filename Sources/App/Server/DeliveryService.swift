import Access
import Delivery
import Domain
import Foundation
import Logging
import ServiceLifecycle

/// Delivers what is in the outbox, as one of the server's services.
struct DeliveryService: Service {
    let database: Database
    let settings: AlertSettings
    let links: SignedLinks
    let clock: any MomentSource
    let logger: Logger
    /// Where the server listens, once it does: messages lead there where nothing else is configured.
    let addresses: AsyncStream<ListenAddress>
    /// Tells that messages were written.
    let written: AsyncStream<Void>

    func run() async {
        if settings.channels.isEmpty {
            logger.notice("neither Slack nor mail is set up: messages wait for 7 days, listed at /alerts/deliveries (docs/delivery.md)")
        }
        await cancelWhenGracefulShutdown {
            guard let url = await publicURL() else { return }
            let channels = Channels(
                settings.channels, links: MessageLinks(publicURL: url) { [links] alert, now in links.path(alert: alert, now: now) })
            let outbox = Outbox(
                pool: database.pool, channels: channels, clock: clock, revive: { await database.revive(logger) },
                observe: { event in Self.log(event, logger) })
            await withTaskGroup { group in
                group.addTask { for await _ in written { outbox.wake() } }
                await outbox.run()
                group.cancelAll()
            }
        }
    }

    /// Nil when the server is stopped before it listens.
    private func publicURL() async -> String? {
        if let url = settings.publicURL { return url }
        for await address in addresses { return address.url }
        return nil
    }

    static func log(_ event: OutboxEvent, _ logger: Logger) {
        switch event {
        case .delivered(let attempt):
            let what = "\(attempt.rule) \(attempt.kind) to \(attempt.channel) \(TargetText.shown(attempt.target))"
            // In small letters, as every list and every receiver has it.
            let id = attempt.message.uuidString.lowercased()
            let metadata: Logger.Metadata = ["message": "\(id)"]
            switch attempt.outcome {
            case .sent: logger.info("delivered \(what)", metadata: metadata)
            case .retry(_, let reason), .partly(_, let reason):
                let next = attempt.nextTryAt.map { "again at \($0)" } ?? "not tried again"
                logger.warning("\(what) was not delivered: \(reason); \(next)", metadata: metadata)
            case .failed(let reason):
                logger.error(
                    "\(what) cannot be delivered: \(reason); mend it and run `mainstay deliveries retry \(id)`",
                    metadata: metadata)
            }
        case .noChannel(let channel, let target, let messages):
            logger.notice(
                "\(Spoken.count(messages, "message waits", "messages wait")) for \(channel) \(TargetText.shown(target)): no channel is set up (docs/delivery.md says how); they are kept for 7 days"
            )
        case .channelFound(let channel, let target, let messages):
            logger.notice("\(channel) \(TargetText.shown(target)) can be reached now; \(messages) messages that waited are sent")
        // The engine says so to everybody.
        case .databaseLost(let cause): logger.debug("deliveries wait for the database: \(cause)")
        case .databaseBack: logger.debug("deliveries go on")
        case .failed(let cause): logger.error("delivering failed: \(cause); trying again")
        }
    }
}
