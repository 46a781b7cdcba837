extension ImportFile {
    /// NPS surveys, deployed or answered.
    static let npsSurveys = ImportFile(
        name: "nps_surveys.csv",
        table: "nps_surveys",
        columns: [
            .customer("user_id"),
            .whole("score", 0...10),
            .text("feedback_text"),
            .moment("deployed_at"),
            .moment("responded_at"),
            .moment("created_at"),
            .rowID("survey_id"),
        ],
        identity: Identity(tableColumn: "survey_id", fileColumn: "survey_id", externalColumn: nil, isPerCustomer: true),
        order: [Order(earlier: "deployed_at", later: "responded_at")])
}
