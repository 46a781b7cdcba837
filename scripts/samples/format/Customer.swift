let first = customers.first!
let figures = try! load()
var name: String!
let events = 10_000_000
let crooked = 1
