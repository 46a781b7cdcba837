import Domain
import Foundation
import Intake
@testable import struct CustomerMetrics.Retention
import Postgres
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
import Web
