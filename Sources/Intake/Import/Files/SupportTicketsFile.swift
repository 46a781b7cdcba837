extension ImportFile {
    /// Support tickets.
    static let supportTickets = ImportFile(
        name: "support_tickets.csv",
        table: "support_tickets",
        columns: [
            .customer("user_id"),
            .text("status", required: true, meaningful: ["open", "pending"]),
            .moment("opened_at", required: true),
            .moment("closed_at"),
            .text("category"),
            .text("subject"),
            .rowID("ticket_id"),
        ],
        identity: Identity(tableColumn: "ticket_id", fileColumn: "ticket_id", externalColumn: "external_id", isPerCustomer: true),
        order: [Order(earlier: "opened_at", later: "closed_at")])
}
