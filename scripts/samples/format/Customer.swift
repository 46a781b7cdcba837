let first = customers.first!
let figures = try! load()
var name: String!
let events = 10000000
 let crooked = 1
