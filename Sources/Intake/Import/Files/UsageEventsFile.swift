extension ImportFile {
    /// What customers did.
    static let usageEvents = ImportFile(
        name: "usage_events.csv",
        table: "usage_events",
        columns: [
            .customer("user_id"),
            .text("event_type", required: true, meaningful: ["feature_adopted"]),
            .moment("occurred_at", required: true),
            .text("feature"),
            .rowID("event_id"),
        ],
        identity: Identity(tableColumn: "event_id", fileColumn: "event_id", externalColumn: nil, isPerCustomer: true))
}
