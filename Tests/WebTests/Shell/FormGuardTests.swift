import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOEmbedded
import Testing

@testable import Web

@Suite struct FormGuardTests {
    @Test func aFormThatNeverEndsIsGivenUp() async throws {
        let (body, source) = RequestBody.makeStream()
        await source.yield(ByteBuffer(string: "csrf="))
        let request = Request(
            head: HTTPRequest(
                method: .post, scheme: "http", authority: "localhost", path: "/x",
                headerFields: [.contentType: "application/x-www-form-urlencoded", .cookie: "visitor=secret"]),
            body: body)
        let context = MainstayContext(source: ApplicationRequestContextSource(channel: EmbeddedChannel(), logger: Logger(label: "test")))
        let door = FormGuard(secrecy: .cookie(name: "visitor"), trustsProxy: false, timeLimit: .milliseconds(20))
        await #expect(throws: Refusal.tooSlow) {
            _ = try await door.handle(request, context: context) { _, _ in Response(status: .ok) }
        }
        source.finish()
    }

    private struct BrokenOff: Error {}

    @Test func aBodyThatBreaksOffIsTheSendersFault() async throws {
        let (body, source) = RequestBody.makeStream()
        await source.yield(ByteBuffer(string: "{"))
        source.finish(BrokenOff())
        let request = Request(head: HTTPRequest(method: .post, scheme: "http", authority: "localhost", path: "/x"), body: body)
        await #expect(throws: Refusal.badRequest(reason: "The request broke off.")) {
            _ = try await BodyReader.bytes(of: request, sizeLimit: 10, timeLimit: .seconds(60))
        }
    }

    @Test func aBodyIsTakenUpToItsLimit() async throws {
        func bytes(_ text: String) async throws -> Int {
            let head = HTTPRequest(method: .post, scheme: "http", authority: "localhost", path: "/x")
            let request = Request(head: head, body: RequestBody(buffer: ByteBuffer(string: text)))
            return try await BodyReader.bytes(of: request, sizeLimit: 10, timeLimit: .seconds(60)).count
        }
        #expect(try await bytes("0123456789") == 10)
        await #expect(throws: Refusal.tooLarge(limit: 10)) { try await bytes("0123456789a") }
    }

    @Test func formsAreRead() {
        let form = Form(urlEncoded: "a=1&b=two+words&c=%C3%A4%26&a=9&d&=e")
        #expect(form["a"] == "1")
        #expect(form["b"] == "two words")
        #expect(form["c"] == "ä&")
        #expect(form["d"]?.isEmpty == true)
        #expect(form["x"] == nil)
    }
}
