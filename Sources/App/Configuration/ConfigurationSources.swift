import Configuration

/// Where configuration comes from: arguments before the environment before the file; what is in none has a default elsewhere.
public struct ConfigurationSources: Sendable {
    private struct Source {
        let provider: any ConfigProvider
        let origin: @Sendable (ConfigurationKey) -> ConfigurationValue.Origin
    }

    private let sources: [Source]
    let environment: [String: String]

    /// - Parameters:
    ///   - arguments: what the command line gave.
    ///   - file: the file that `--config` names; nil leaves it to `MAINSTAY_CONFIG`.
    ///   - environment: the program's environment variables; an empty one counts as not set.
    /// - Throws: ``ConfigurationError`` about the file.
    public init(
        arguments: [ConfigurationKey: String] = [:], file: String? = nil, environment: [String: String]
    ) throws(ConfigurationError) {
        let given = InMemoryProvider(
            name: "arguments",
            values: Dictionary(
                uniqueKeysWithValues: arguments.map { key, text in (key.absolute, ConfigValue(.string(text), isSecret: key.isSecret)) }))
        let variables = EnvironmentVariablesProvider(environmentVariables: environment.filter { !$0.value.isEmpty })
            .prefixKeys(with: "mainstay")
        var sources = [
            Source(provider: given) { .option($0) },
            Source(provider: variables) { .variable($0) },
        ]
        if let path = file ?? environment["MAINSTAY_CONFIG"].flatMap({ $0.isEmpty ? nil : $0 }) {
            let file = try ConfigurationFile(path: path)
            sources.append(Source(provider: file.provider) { .file(path: path, $0) })
        }
        self.sources = sources
        self.environment = environment
    }

    /// The value that counts; nil when no source has one.
    public func value(_ key: ConfigurationKey) -> ConfigurationValue? {
        firstValue(key)?.value
    }

    /// The value that counts, read as what it should be.
    ///
    /// - Parameters:
    ///   - fix: what to write instead.
    ///   - read: nil for a text that is none.
    /// - Throws: ``ConfigurationError/badValue(_:problem:fix:)``.
    public func value<Value>(
        _ key: ConfigurationKey, fix: String, read: (String) -> Value?
    ) throws(ConfigurationError) -> Value? {
        guard let found = value(key) else { return nil }
        guard let value = read(found.text) else { throw .badValue(found, problem: "not a value of \(key.rawValue)", fix: fix) }
        return value
    }

    /// Which of two keys is given closer to the user: a data folder in the arguments beats a database in the environment. Of two from the same
    /// place the first counts.
    func closer(_ one: ConfigurationKey, _ other: ConfigurationKey) -> ConfigurationValue? {
        guard let first = firstValue(one) else { return value(other) }
        guard let second = firstValue(other) else { return first.value }
        return first.place <= second.place ? first.value : second.value
    }

    private func firstValue(_ key: ConfigurationKey) -> (place: Int, value: ConfigurationValue)? {
        for (place, source) in sources.enumerated() {
            // Texts are all that these sources hold, so that reading one cannot fail.
            guard let found = try? source.provider.value(forKey: key.absolute, type: .string).value,
                case .string(let text) = found.content
            else { continue }
            return (place, ConfigurationValue(text: text, origin: source.origin(key)))
        }
        return nil
    }
}
