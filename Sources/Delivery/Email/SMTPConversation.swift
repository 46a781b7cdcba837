import CLibCurl
import Foundation

/// One connection to a mail server, by libcurl. It blocks, so it has a thread of its own.
struct SMTPConversation: Sendable {
    let mail: ChannelSettings.Mail
    let limit: Duration

    /// Hands in a mail for all recipients or for none.
    func send(_ text: String, to recipients: [MailAddress]) async -> SMTPReply {
        await onThread { perform(text, recipients) }
    }

    /// Greets, turns TLS on, signs in, and says no more.
    func greet() async -> SMTPReply {
        await onThread { perform(nil, []) }
    }

    private func onThread(_ work: @escaping @Sendable () -> SMTPReply) async -> SMTPReply {
        await withCheckedContinuation { continuation in
            Thread { continuation.resume(returning: work()) }.start()
        }
    }

    private static let isReady = curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK

    private func perform(_ text: String?, _ recipients: [MailAddress]) -> SMTPReply {
        guard Self.isReady, let handle = curl_easy_init() else {
            return SMTPReply(trouble: .connection("libcurl could not be started"), line: nil, refusedRecipient: nil)
        }
        defer { curl_easy_cleanup(handle) }
        let record = SMTPRecord(Array((text ?? "").utf8))
        let context = Unmanaged.passUnretained(record).toOpaque()
        _ = mainstay_curl_observe(handle, { _, kind, bytes, count, context in SMTPRecord.hear(kind, bytes, count, context) }, context)
        _ = mainstay_curl_text(handle, CURLOPT_URL, mail.server.url)
        _ = mainstay_curl_long(handle, CURLOPT_NOSIGNAL, 1)
        _ = mainstay_curl_long(handle, CURLOPT_CONNECTTIMEOUT, min(10, Int(limit.components.seconds)))
        _ = mainstay_curl_long(handle, CURLOPT_TIMEOUT, Int(limit.components.seconds))
        // After its time is over libcurl takes leave, and would wait a minute for the answer to that.
        _ = mainstay_curl_long(handle, CURLOPT_SERVER_RESPONSE_TIMEOUT, Int(limit.components.seconds))
        let tls = mail.server.credentials == nil ? CURLUSESSL_TRY : CURLUSESSL_ALL
        _ = mainstay_curl_long(handle, CURLOPT_USE_SSL, Int(tls.rawValue))
        if let file = mail.certificates { _ = mainstay_curl_text(handle, CURLOPT_CAINFO, file) }
        if let credentials = mail.server.credentials {
            _ = mainstay_curl_text(handle, CURLOPT_USERNAME, credentials.user)
            _ = mainstay_curl_text(handle, CURLOPT_PASSWORD, credentials.password.text)
        }
        var list: UnsafeMutablePointer<curl_slist>?
        defer { curl_slist_free_all(list) }
        if text != nil {
            for recipient in recipients { list = curl_slist_append(list, "<\(recipient.address)>") ?? list }
            _ = mainstay_curl_text(handle, CURLOPT_MAIL_FROM, "<\(mail.sender.address)>")
            _ = mainstay_curl_list(handle, CURLOPT_MAIL_RCPT, list)
            _ = mainstay_curl_read(handle, { SMTPRecord.read($0, $1 * $2, $3) }, context)
            _ = mainstay_curl_long(handle, CURLOPT_UPLOAD, 1)
        } else {
            _ = mainstay_curl_long(handle, CURLOPT_CONNECT_ONLY, 1)
        }
        let code = withExtendedLifetime(record) { curl_easy_perform(handle) }
        return SMTPReply(trouble: record.trouble(code), line: record.line, refusedRecipient: record.refusedRecipient)
    }
}

/// What is said in one conversation. It lives on one thread.
private final class SMTPRecord {
    private let bytes: [UInt8]
    private var position = 0
    /// The server's newest complete reply.
    private(set) var line: String?
    private var asked: String?
    /// After QUIT nothing is said that matters.
    private var isOver = false
    private(set) var refusedRecipient: String?

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    private static func of(_ context: UnsafeMutableRawPointer?) -> SMTPRecord? {
        context.map { Unmanaged<SMTPRecord>.fromOpaque($0).takeUnretainedValue() }
    }

    /// libcurl asks for the next part of the mail.
    static func read(_ buffer: UnsafeMutablePointer<CChar>?, _ room: Int, _ context: UnsafeMutableRawPointer?) -> Int {
        guard let record = of(context), let buffer else { return 0 }
        let count = min(room, record.bytes.count - record.position)
        record.bytes[record.position..<record.position + count].withUnsafeBytes { part in
            UnsafeMutableRawPointer(buffer).copyMemory(from: part.baseAddress ?? UnsafeRawPointer(buffer), byteCount: count)
        }
        record.position += count
        return count
    }

    /// libcurl tells what goes over the line; passwords among it are not kept.
    static func hear(_ kind: curl_infotype, _ bytes: UnsafeMutablePointer<CChar>?, _ count: Int, _ context: UnsafeMutableRawPointer?)
        -> CInt
    {
        guard let record = of(context), let bytes, kind == CURLINFO_HEADER_IN || kind == CURLINFO_HEADER_OUT else { return 0 }
        let text = String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
        if kind == CURLINFO_HEADER_OUT {
            let prefix = "RCPT TO:<"
            if text.hasPrefix("QUIT") { record.isOver = true }
            record.asked = text.hasPrefix(prefix) ? text.dropFirst(prefix.count).split(separator: ">").first.map(String.init) : nil
            return 0
        }
        for line in text.split(whereSeparator: \.isNewline) where line.utf8.count >= 3 && !record.isOver {
            record.line = String(line)
            if let asked = record.asked, let code = Int(line.prefix(3)), code >= 400 { record.refusedRecipient = asked }
        }
        return 0
    }

    func trouble(_ code: CURLcode) -> SMTPReply.Trouble? {
        let reason = String(cString: curl_easy_strerror(code))
        let refused = line.flatMap { Int($0.prefix(3)) }.map { $0 >= 400 } ?? false
        return switch code {
        case CURLE_OK: nil
        case CURLE_LOGIN_DENIED: .signIn
        case CURLE_USE_SSL_FAILED: refused ? .refused : .noTLS
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE: .certificate(reason)
        case _ where refused: .refused
        default: .connection(reason)
        }
    }
}
