extension ImportFile {
    /// Why customers left.
    static let exitSurveys = ImportFile(
        name: "exit_surveys.csv",
        table: "exit_surveys",
        columns: [
            .customer("user_id"),
            .text("reason", required: true),
            .moment("submitted_at", required: true),
            .text("detail"),
        ],
        identity: Identity(tableColumn: "exit_survey_id", fileColumn: nil, externalColumn: nil, isPerCustomer: false))
}
