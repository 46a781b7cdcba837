import Testing

@testable import Access

@Suite("Passwords")
struct PasswordTests {
    @Test("are hashed by scrypt as RFC 7914 has it")
    func vectors() throws {
        let nacl = try PasswordHash.key(
            Array("password".utf8), Array("NaCl".utf8), ScryptCost(logN: 10, blockSize: 8, parallelism: 16), 64)
        #expect(
            nacl.hexadecimal
                == "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
                + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640")
        let salty = try PasswordHash.key(
            Array("pleaseletmein".utf8), Array("SodiumChloride".utf8), ScryptCost(logN: 14, blockSize: 8, parallelism: 1), 64)
        #expect(
            salty.hexadecimal
                == "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887")
    }

    @Test("survive the way through the text that is stored")
    func roundTrip() throws {
        let password = try Password(new: "correct horse battery")
        let hash = try PasswordHash(of: password, cost: AccessFixture.cost)
        #expect(hash.text.hasPrefix("$scrypt$ln=4,r=8,p=1$"))
        let read = try #require(PasswordHash(text: hash.text))
        #expect(read.text == hash.text)
        #expect(read.cost == AccessFixture.cost)
        #expect(try read.matches(password))
        #expect(try !read.matches(Password(new: "correct horse batterz")))
    }

    @Test("have a salt each: the same password twice makes two hashes")
    func salt() throws {
        let password = try Password(new: "correct horse battery")
        let texts = try (0..<2).map { _ in try PasswordHash(of: password, cost: AccessFixture.cost).text }
        #expect(texts[0] != texts[1])
    }

    @Test("cost as much as OWASP asks for, in 32 MiB")
    func cost() {
        let cost = ScryptCost.standard
        #expect((cost.logN, cost.blockSize, cost.parallelism) == (15, 8, 3))
        #expect(cost.isBearable)
        #expect(128 * (1 << cost.logN) * cost.blockSize == 32 << 20)
    }

    @Test(
        "are not checked against a text of another form, or one that would take gigabytes",
        arguments: [
            "", "correct horse battery", "$scrypt$ln=4,r=8,p=1$$", "$2b$12$abcdefghijklmnopqrstuv",
            "$scrypt$ln=4,r=8$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=4,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA",
            "$scrypt$ln=0,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=20,r=32,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=63,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=9223372036854775807,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        ])
    func malformed(_ text: String) {
        #expect(PasswordHash(text: text) == nil)
    }

    @Test("have 12 characters at least, whatever bytes those take")
    func length() throws {
        #expect(throws: AccessError.passwordTooShort(characters: 11)) { try Password(new: "elevenchars") }
        _ = try Password(new: "twelve chars")
        #expect(throws: AccessError.passwordTooShort(characters: 3)) { try Password(new: "🔑🔑🔑") }
        _ = try Password(new: String(repeating: "🔑", count: 12))
        #expect(throws: AccessError.passwordTooShort(characters: 0)) { try Password(new: "") }
    }

    @Test("have 1024 bytes at most")
    func size() throws {
        _ = try Password(new: String(repeating: "x", count: 1_024))
        #expect(throws: AccessError.passwordTooLong(bytes: 1_025)) { try Password(new: String(repeating: "x", count: 1_025)) }
        #expect(Password(attempt: String(repeating: "x", count: 1_025)) == nil)
        #expect(Password(attempt: "") == nil)
    }

    @Test("are the same from keyboards that compose letters differently")
    func normalForm() throws {
        let hash = try PasswordHash(of: Password(new: "gr\u{FC}\u{DF}e aus k\u{F6}ln"), cost: AccessFixture.cost)
        #expect(try hash.matches(Password(new: "gru\u{308}\u{DF}e aus ko\u{308}ln")))
    }
}
