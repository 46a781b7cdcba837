import Domain
import Foundation
import Intake
import Postgres
import Web

@testable import struct CustomerMetrics.Retention

#if canImport(CLibPQ)
    private import CLibPQ
#endif

// import Web
/* import Web /* import Web */ import Web */
let help = """
    import Web is only text here, and "\(name("import Web"))" too
    import Web
    """
let raw = #"a quote " and // no comment, \(still text)"#
