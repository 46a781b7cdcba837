import Postgres
import Testing

@Suite struct ConnectionConfigurationTests {
    @Test func `both forms of address are understood and the password is never shown`() throws {
        for address in [
            "postgresql://ada:s3cret@db.example:6543/app?sslmode=require",
            "host=db.example port=6543 user=ada password=s3cret dbname=app sslmode=require",
        ] {
            let configuration = try ConnectionConfiguration(url: address)
            #expect(
                configuration.description == "dbname=app host=db.example password=**** port=6543 sslmode=require user=ada")
            #expect(configuration["dbname"] == "app")
            #expect(configuration["password"] == nil)
            var dumped = ""
            dump(configuration, to: &dumped)
            #expect(!(dumped + String(reflecting: configuration) + "\(configuration)").contains("s3cret"))
        }
    }

    @Test func `another database of the same server`() throws {
        let configuration = try ConnectionConfiguration(url: "postgresql://db.example/app").with(database: "other")
        #expect(configuration.description == "dbname=other host=db.example")
    }

    @Test(arguments: [
        "postgresql://ada:s3cret@[::1/app", "postgresql://ada:s3cret@db:notaport:9/x?foo=s3cret",
        "host=db password=x s3cret", "host='s3cret", "postgresql://ada:s3cret@db/app?colour=red",
    ])
    func `broken addresses are refused without their password`(address: String) {
        let error = #expect(throws: PostgresError.self) { try ConnectionConfiguration(url: address) }
        #expect(error?.description.contains("s3cret") == false)
    }

    @Test func `a wrong option is named`() {
        let error = #expect(throws: PostgresError.self) { try ConnectionConfiguration(url: "hots=db") }
        #expect(error?.description == "database address: invalid connection option \"hots\"")
    }
}
