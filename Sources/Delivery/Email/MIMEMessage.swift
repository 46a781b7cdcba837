import Domain
import Foundation

/// A mail as it goes over the line: headers, and the same text plain and as HTML.
struct MIMEMessage {
    /// In Unicode scalars. No mail program shows more, and some servers refuse headers of many lines.
    private static let longestSubject = 200

    /// With CRLF at the end of each line.
    let text: String

    init(_ message: OutgoingMessage, from sender: MailAddress, to recipients: [MailAddress], links: MessageLinks, now: Moment) {
        let body = MailText(message, links: links, now: now)
        // Stable, as all of the mail but its date: nothing else of it depends on the attempt.
        let boundary = "mainstay-\(message.idText)"
        var headers = [
            "From: \(HeaderText.encoded(sender))",
            "To: \(recipients.map(HeaderText.encoded).joined(separator: ",\r\n "))",
            "Subject: \(HeaderText.encoded(OneLine.text(message.content.title, limit: Self.longestSubject)))",
            "Date: \(MailDate.text(now))",
            "Message-ID: <\(message.idText)@\(sender.address.domain)>",
            "Auto-Submitted: auto-generated",
        ]
        // What comes by itself every week or month can be declined.
        if ["digest", "report"].contains(message.kind) {
            headers.append("List-Unsubscribe: <mailto:\(sender.address)?subject=unsubscribe>")
        }
        headers += ["MIME-Version: 1.0", "Content-Type: multipart/alternative;\r\n boundary=\"\(boundary)\""]
        var lines = headers + [""]
        for (type, part) in [("text/plain", body.plain), ("text/html", body.html)] {
            lines += ["--\(boundary)", "Content-Type: \(type); charset=utf-8", "Content-Transfer-Encoding: base64", ""]
            lines.append(
                Data(part.utf8).base64EncodedString(options: [.lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed]))
        }
        lines += ["--\(boundary)--", ""]
        text = lines.joined(separator: "\r\n")
    }
}
