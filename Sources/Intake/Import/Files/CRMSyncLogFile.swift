extension ImportFile {
    /// Finished runs of the CRM sync.
    static let crmSyncLog = ImportFile(
        name: "crm_sync_log.csv",
        table: "crm_sync_log",
        columns: [
            .moment("synced_at", required: true),
            .word("status", required: true, ["success", "error", "partial"]),
            .whole("record_count"),
            .text("error_message"),
            .whole("sync_duration_seconds"),
        ],
        identity: Identity(tableColumn: "sync_id", fileColumn: nil, externalColumn: nil, isPerCustomer: false))
}
