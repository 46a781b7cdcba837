public import Domain
public import Postgres

extension PostgresError: PassingFailure {
    public var isPassing: Bool { isConnectionFailure }
}

extension TransactionFailure: PassingFailure {
    public var isPassing: Bool { cause.mayPass }
}
