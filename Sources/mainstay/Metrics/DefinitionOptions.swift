public import ArgumentParser
public import CustomerMetrics

struct DefinitionOptions: ParsableArguments {
    @Option(help: "Retained if active in the month or later (unbounded), or in the very month (bounded).")
    var definition: RetentionDefinition = .unbounded
}

extension RetentionDefinition: ExpressibleByArgument {}
