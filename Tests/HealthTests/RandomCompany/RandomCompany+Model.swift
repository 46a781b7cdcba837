import Domain

extension RandomCompany {
    /// Marks a feature as core or as not core; also one that nobody has adopted, and one whose name is empty.
    mutating func listFeature() -> [String] {
        let name = random.pick(Self.featureNames.compactMap(\.self) + ["unused"])
        let isCore = random.chance(percent: 60)
        company.features[name] = isCore
        return [
            "INSERT INTO mainstay.features (name, core) VALUES (\(Literal.of(name)), \(Literal.of(isCore))) "
                + "ON CONFLICT (name) DO UPDATE SET core = excluded.core;"
        ]
    }

    mutating func unlistFeature() -> [String] {
        guard !company.features.isEmpty else { return [] }
        let name = random.pick(company.features.keys.sorted())
        company.features[name] = nil
        return ["DELETE FROM mainstay.features WHERE name = \(Literal.of(name));"]
    }

    /// A new version of the model, in force since now or since some time after the version before.
    mutating func addModel() -> [String] {
        guard let last = company.models.last else { return [] }
        let since = random.chance(percent: 50) ? now : min(now, moment())
        guard last.validFrom.map({ $0 < since }) ?? true else { return [] }
        let changes = parameterChanges(of: last)
        company.models.append(last.changed(changes, validFrom: since))
        let rows = changes.sorted { $0.key.rawValue < $1.key.rawValue }.map { [Literal.of($0.key.rawValue), Literal.of(String($0.value))] }
        return [
            "UPDATE mainstay.parameters AS p SET value = c.value FROM (VALUES \(Literal.rows(rows))) AS c (name, value) WHERE p.name = c.name;",
            "SELECT mainstay.add_health_model(\(Literal.of(since)));",
        ]
    }

    /// Within the ranges of parameters.csv and the rules between parameters.
    private mutating func parameterChanges(of model: ScoringModel) -> [ScoringModel.Parameter: Int] {
        var changes: [ScoringModel.Parameter: Int] = [:]
        if random.chance(percent: 50) {
            let (first, second) = (random.number(in: 0...100), random.number(in: 0...100))
            changes[.engagementWeight] = min(first, second)
            changes[.supportWeight] = max(first, second) - min(first, second)
            changes[.valueWeight] = 100 - max(first, second)
        }
        if random.chance(percent: 50) {
            let active = random.number(in: 1...7)
            let moderate = random.number(in: max(2, active + 1)...14)
            changes[.activeLoginDays] = active
            changes[.moderateLoginDays] = moderate
            changes[.lowLoginDays] = random.number(in: max(8, moderate + 1)...60)
        }
        if random.chance(percent: 50) {
            let active = random.number(in: 0...50)
            let moderate = random.number(in: 0...min(40, active))
            changes[.activeEngagementPoints] = active
            changes[.moderateEngagementPoints] = moderate
            changes[.lowEngagementPoints] = random.number(in: 0...min(30, moderate))
        }
        if random.chance(percent: 50) {
            let most = random.number(in: 0...50)
            changes[.maxSupportPoints] = most
            changes[.minSupportPoints] = random.number(in: 0...min(10, most))
            changes[.ticketPenalty] = random.number(in: 5...20)
        }
        if random.chance(percent: 50) {
            changes[.pointsPerFeature] = random.number(in: 1...10)
            changes[.coreFeatureBonus] = random.number(in: 0...20)
            changes[.maxValuePoints] = random.number(in: 0...50)
        }
        if changes.isEmpty || random.chance(percent: 30) {
            changes[.healthyThreshold] = random.number(in: 61...90)
            changes[.atRiskThreshold] = random.number(in: 30...60)
        }
        return changes
    }
}
