import Testing

@testable import Intake

/// A file with a mistake, and what people are told of it.
struct MistakenFile: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let file: ImportFile
    let content: String
    let problems: [String]

    init(_ description: String, _ file: ImportFile, _ content: String, _ problems: String...) {
        (testDescription, self.file, self.content, self.problems) = (description, file, content, problems)
    }

    private static let time = "is not a time; write 2026-01-31 or 2026-01-31T09:30:00Z"

    static let form: [MistakenFile] = [
        MistakenFile("empty", .users, "", "users.csv: is empty; its first line must name its columns"),
        MistakenFile("empty lines only", .users, "\n\r\n", "users.csv: is empty; its first line must name its columns"),
        MistakenFile("header only", .users, "user_id,created_at\n"),
        MistakenFile(
            "semicolons", .users, "user_id;created_at;email\n1;2026-01-01;a@b.c\n",
            "users.csv:1: its columns are separated by semicolons (;), not by commas; save it with commas"),
        MistakenFile(
            "tabs", .users, "user_id\tcreated_at\n1\t2026-01-01\n",
            "users.csv:1: its columns are separated by tabs, not by commas; save it with commas"),
        MistakenFile(
            "bars", .users, "\"user_id\"|\"created_at\"\n",
            "users.csv:1: text follows a closing quote; a quote inside a quoted field is doubled: \"Acme \"\"Best\"\" Ltd\""),
        MistakenFile(
            "bars without quotes", .users, "user_id | created_at\n",
            "users.csv:1: its columns are separated by bars (|), not by commas; save it with commas"),
        MistakenFile(
            "no header", .users, "17,2026-01-01\n",
            "users.csv:1: user_id: the file has no such column, and needs it",
            "users.csv:1: created_at: the file has no such column, and needs it"),
        MistakenFile(
            "other capitals", .users, "User_ID,Created At\n1,2026-01-01\n",
            "users.csv:1: user_id: the file has no such column, and needs it; is it the one called “User_ID”?",
            "users.csv:1: created_at: the file has no such column, and needs it; is it the one called “Created At”?"),
        MistakenFile(
            "a missing column", .usageEvents, "user_id,event_type,timestamp\n",
            "usage_events.csv:1: occurred_at: the file has no such column, and needs it"),
        MistakenFile(
            "a column twice", .users, "user_id,created_at,email,created_at\n1,2026-01-01,,2026-01-01\n",
            "users.csv:1: created_at: is there twice, as column 2 and column 4"),
        MistakenFile(
            "a field too many", .users, "user_id,created_at\n1,2026-01-01,x\n2,2026-01-01\n",
            "users.csv:2: has 3 fields where the header names 2 columns"),
        MistakenFile(
            "a field too few", .users, "user_id,created_at\n1,2026-01-01\n2\n", "users.csv:3: has 1 field where the header names 2 columns"),
        MistakenFile(
            "text after a closing quote", .users, "user_id,created_at,name\n1,2026-01-01,\"Acme\" Ltd\n",
            "users.csv:2: text follows a closing quote; a quote inside a quoted field is doubled: \"Acme \"\"Best\"\" Ltd\""),
        MistakenFile(
            "a quote in a bare field", .users, "user_id,created_at,name\n1,2026-01-01,Acme \"Ltd\"\n",
            "users.csv:2: a quote stands inside a field that does not begin with one; quote the field and double the quote: "
                + "\"Acme \"\"Best\"\" Ltd\""),
        MistakenFile(
            "a quote that is never closed", .users, "user_id,created_at,name\n1,2026-01-01,\n2,2026-01-01,\"Acme\n3,2026-01-01,\n",
            "users.csv:3: a quote opens a field here and is never closed"),
        MistakenFile("NUL", .users, "user_id,created_at,name\n1,2026-01-01,A\0B\n", "users.csv:2: contains a NUL byte, which no text has"),
        MistakenFile(
            "lines are counted as an editor counts them", .users, "user_id,created_at,name\n1,2026-01-01,\"two\nlines\"\n\n2,soon,\n",
            "users.csv:5: created_at: “soon” \(time)"),
    ]

    static let values: [MistakenFile] = [
        MistakenFile(
            "empty where a value is needed", .users, "user_id,created_at\n,\n",
            "users.csv:2: created_at: is empty; every row needs a value",
            "users.csv:2: user_id: is empty; every row needs a value"),
        MistakenFile(
            "a date of another form", .users, "user_id,created_at\n1,31/01/2026\n", "users.csv:2: created_at: “31/01/2026” \(time)"),
        MistakenFile(
            "a spreadsheet's date", .users, "user_id,created_at\n1,46053\n",
            "users.csv:2: created_at: “46053” is a number, perhaps a spreadsheet's day number or seconds since 1970; "
                + "write 2026-01-31 or 2026-01-31T09:30:00Z"),
        MistakenFile(
            "a day that does not exist", .users, "user_id,created_at\n1,2026-02-29\n",
            "users.csv:2: created_at: “2026-02-29” names a day or hour that does not exist"),
        MistakenFile(
            "a year out of range", .users, "user_id,created_at,renewal_date\n1,0026-01-01,2260-01-01\n",
            "users.csv:2: created_at: “0026-01-01” is not between 1970 and 2100",
            "users.csv:2: renewal_date: “2260-01-01” is not between 1970 and 2100"),
        MistakenFile(
            "the word NULL", .users, "user_id,created_at,churned_at\n1,2026-01-01,NULL\n",
            "users.csv:2: churned_at: “NULL” is not a value; leave the cell empty where there is none"),
        MistakenFile(
            "an end before the beginning", .users, "user_id,created_at,churned_at\n1,2026-01-02,2026-01-01\n",
            "users.csv:2: churned_at: “2026-01-01T00:00:00Z” is before created_at (2026-01-02T00:00:00Z)"),
        MistakenFile("an end at the beginning is none", .users, "user_id,created_at,churned_at\n1,2026-01-02,2026-01-02\n"),
        MistakenFile("another status", .users, "user_id,created_at,status\n1,2026-01-02,Cancelled by phone\n"),
        MistakenFile(
            "an exponent", .users, "user_id,created_at,arr\n1,2026-01-02,1e6\n", "users.csv:2: arr: “1e6” has an exponent; write 1000000"),
        MistakenFile(
            "grouped digits", .users, "user_id,created_at,arr\n1,2026-01-02,\"1,000,000\"\n",
            "users.csv:2: arr: “1,000,000” has its digits grouped; write 1000000"),
        MistakenFile(
            "a negative amount", .users, "user_id,created_at,arr\n1,2026-01-02,-1\n",
            "users.csv:2: arr: “-1” is negative; amounts are 0 or more"),
        MistakenFile(
            "not a number", .retentionCampaigns, "user_id,campaign_type,sent_at,cost\n1,at_risk,2026-01-02,NaN\n",
            "retention_campaigns.csv:2: cost: “NaN” is not a finite number; leave the cell empty where there is none"),
        MistakenFile(
            "more than the column holds", .retentionCampaigns, "user_id,campaign_type,sent_at,cost\n1,at_risk,2026-01-02,1234567890123\n",
            "retention_campaigns.csv:2: cost: “1234567890123” has more than 12 digits before the decimal point"),
        MistakenFile(
            "a blank in an id", .usageEvents, "user_id,event_type,occurred_at\n 1,login,2026-01-02\n",
            "usage_events.csv:2: user_id: “ 1” begins or ends with a blank; remove it"),
        MistakenFile(
            "closed before it was opened", .supportTickets,
            "user_id,status,opened_at,closed_at\n1,closed,2026-01-02T10:00,2026-01-02T09:59\n",
            "support_tickets.csv:2: closed_at: “2026-01-02T09:59:00Z” is before opened_at (2026-01-02T10:00:00Z)"),
        MistakenFile(
            "a score of 11", .npsSurveys, "user_id,score\n1,11\n2,10\n3,\n4,7.5\n",
            "nps_surveys.csv:2: score: “11” is not a whole number from 0 to 10",
            "nps_surveys.csv:5: score: “7.5” is not a whole number from 0 to 10"),
        MistakenFile(
            "answered before it was asked", .npsSurveys, "user_id,deployed_at,responded_at\n1,2026-01-02,2026-01-01\n",
            "nps_surveys.csv:2: responded_at: “2026-01-01T00:00:00Z” is before deployed_at (2026-01-02T00:00:00Z)"),
        MistakenFile(
            "another campaign", .retentionCampaigns, "user_id,campaign_type,sent_at\n1,winback,2026-01-02\n1,upsell,2026-01-02\n",
            "retention_campaigns.csv:2: campaign_type: “winback” is not one of at_risk, critical, win_back; write win_back",
            "retention_campaigns.csv:3: campaign_type: “upsell” is not one of at_risk, critical, win_back"),
        MistakenFile(
            "another campaign status", .retentionCampaigns, "user_id,campaign_type,sent_at,status\n1,win_back,2026-01-02,Completed\n",
            "retention_campaigns.csv:2: status: “Completed” is not one of active, paused, completed; write completed"),
        MistakenFile(
            "a reply before the message", .retentionCampaigns,
            "user_id,campaign_type,sent_at,responded_at\n1,win_back,2026-01-02,2026-01-01\n",
            "retention_campaigns.csv:2: responded_at: “2026-01-01T00:00:00Z” is before sent_at (2026-01-02T00:00:00Z)"),
        MistakenFile(
            "no reason", .exitSurveys, "user_id,reason,submitted_at\n1,,2026-01-02\n",
            "exit_surveys.csv:2: reason: is empty; every row needs a value"),
        MistakenFile(
            "another sync status", .crmSyncLog, "synced_at,status\n2026-01-02,ok\n2026-01-02,SUCCESS\n",
            "crm_sync_log.csv:2: status: “ok” is not one of success, error, partial",
            "crm_sync_log.csv:3: status: “SUCCESS” is not one of success, error, partial; write success"),
        MistakenFile(
            "a negative count", .crmSyncLog, "synced_at,status,record_count,sync_duration_seconds\n2026-01-02,success,-1,1.5\n",
            "crm_sync_log.csv:2: record_count: “-1” is not a whole number 0 or more",
            "crm_sync_log.csv:2: sync_duration_seconds: “1.5” is not a whole number 0 or more"),
    ]
}
