extension ImportFile {
    /// Campaign messages, and what came of them. The file's `id` is the table's `campaign_id`.
    static let retentionCampaigns = ImportFile(
        name: "retention_campaigns.csv",
        table: "retention_campaigns",
        columns: [
            .customer("user_id"),
            .word("campaign_type", required: true, ["at_risk", "critical", "win_back"]),
            .moment("sent_at", required: true),
            .moment("opened_at"),
            .moment("clicked_at"),
            .moment("responded_at"),
            .word("status", ["active", "paused", "completed"]),
            .text("variant"),
            .amount("cost", integerDigits: 12),
            .rowID("id"),
        ],
        identity: Identity(tableColumn: "campaign_id", fileColumn: "id", externalColumn: nil, isPerCustomer: true),
        order: [Order(earlier: "sent_at", later: "responded_at")])
}
