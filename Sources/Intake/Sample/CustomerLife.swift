import Domain

/// Lives a customer's life day by day, up to the company's last moment.
///
/// Each day, in this order: the state may change; on the morning the success team looks and may write; the customer may visit,
/// may open a ticket, and answers a survey when one is due.
struct CustomerLife {
    private let plan: SampleCompany.Plan
    private let profile: CustomerProfile
    private let signUpDay: Int
    private var life: RandomStream
    private var detail: RandomStream
    private var course: LifeCourse
    private var visits: VisitLog
    private var desk: SupportDesk
    private var surveys: SurveyProgramme
    private var programme: CampaignProgramme
    private var facts: CustomerFacts
    private var recoveryDay: Int?
    private var lastVisitDay = Int.min

    /// Everything that customer `number` of the company leaves behind.
    static func lived(by number: Int, plan: SampleCompany.Plan) -> CustomerFacts {
        var life = CustomerLife(profile: CustomerProfile(number: number, company: plan), plan: plan)
        return life.live()
    }

    private init(profile: CustomerProfile, plan: SampleCompany.Plan) {
        (self.profile, self.plan) = (profile, plan)
        let number = UInt64(profile.number)
        life = RandomStream(seed: plan.seed, number: number, purpose: .life)
        detail = RandomStream(seed: plan.seed, number: number, purpose: .detail)
        signUpDay = CompanyCalendar.dayNumber(of: profile.createdAt)
        course = LifeCourse(temperament: profile.temperament, firstDay: signUpDay)
        visits = VisitLog(temperament: profile.temperament, budget: plan.budget, end: plan.calendar.asOf)
        desk = SupportDesk(end: plan.calendar.asOf)
        surveys = SurveyProgramme(profile: profile, firstDay: signUpDay, end: plan.calendar.asOf, &life)
        programme = CampaignProgramme(signUpDay: signUpDay, customers: plan.customers, calendar: plan.calendar, &life)
        facts = CustomerFacts(profile: profile)
    }

    private mutating func live() -> CustomerFacts {
        signUp()
        var day = signUpDay + 1
        while day <= plan.calendar.lastDay {
            if course.state == .ended {
                guard let next = programme.nextWinBackDay, next <= plan.calendar.lastDay else { break }
                day = max(day, next)
                day = askBack(day: day)
            } else {
                liveDay(day)
                day += 1
            }
        }
        visits.settle(&detail)
        facts.events = visits.events
        facts.tickets = desk.tickets
        facts.surveys = surveys.surveys
        facts.campaigns = programme.campaigns
        return facts
    }

    private mutating func signUp() {
        guard !profile.temperament.neverComes else { return }
        visits.visit(at: profile.createdAt.adding(microseconds: Int64(life.exponential(mean: 4 * 60e6))), life: &life, detail: &detail)
    }

    private mutating func liveDay(_ day: Int) {
        let today = plan.calendar.days[day - plan.calendar.firstDay]
        // One draw a day decides everything that usually does not happen: state in the highest 24 bits, ticket and visit in 20 each.
        let roll = life.next()
        changeState(day, today, roll: Double(roll >> 40) * 0x1p-24)
        guard course.state != .ended else { return }
        lookAtHealth(day)
        if Double(roll >> 20 & 0xF_FFFF) * 0x1p-20 < SupportDesk.chanceOfTicket(course.state, isIncident: today.isIncident),
            !profile.temperament.neverComes
        {
            desk.open(at: officeTime(day), state: course.state, isIncident: today.isIncident, &life)
        }
        let habit = today.isWeekend ? profile.temperament.weekendVisit : profile.temperament.weekdayVisit
        if Double(roll & 0xF_FFFF) * 0x1p-20 < habit * course.activity * today.activity { visit(day) }
        if day >= surveys.nextDay {
            let moment = plan.calendar.start(ofDay: day).adding(microseconds: Int64(life.between(9, 15) * 3_600e6))
            surveys.deploy(
                at: moment, state: course.state, openTickets: desk.openCount(at: moment), isIncident: today.isIncident, &life)
        }
    }

    private mutating func changeState(_ day: Int, _ today: CompanyCalendar.Day, roll: Double) {
        if let due = recoveryDay, day >= due {
            recoveryDay = nil
            if course.state == .drifting || course.state == .troubled || course.state == .silent { recover(day) }
            return
        }
        let before = course.state
        switch course.advance(day: day, isIncident: today.isIncident, roll: roll) {
        case .recovering: recover(day)
        case .ended: leave(day, from: before)
        default: break
        }
    }

    private mutating func recover(_ day: Int) {
        course.enter(.recovering)
        desk.closeOpen(after: plan.calendar.start(ofDay: day), withinDays: 3, &life)
        visit(day)
    }

    /// At most one visit a day, so that events come in order.
    private mutating func visit(_ day: Int) {
        guard !profile.temperament.neverComes, lastVisitDay < day else { return }
        lastVisitDay = day
        visits.visit(at: officeTime(day), life: &life, detail: &detail)
    }

    private mutating func leave(_ day: Int, from state: LifeCourse.State) {
        let moment = officeTime(day)
        // Leaving later today is not known yet.
        guard moment <= plan.calendar.asOf else { return }
        visits.settle(&detail)
        facts.endings.append(moment)
        desk.closeOpen(after: moment, withinDays: 6, &life)
        recoveryDay = nil
        programme.customerLeft(day: day, &life)
        if life.chance(0.62) {
            let submittedAt = moment.adding(microseconds: Int64(min(life.exponential(mean: 30), 400) * 3_600e6))
            let survey = ExitReasons.survey(at: submittedAt, from: state, tier: profile.tier, &life)
            if submittedAt <= plan.calendar.asOf { facts.exitSurveys.append(survey) }
        }
    }

    /// - Returns: the day to go on with.
    private mutating func askBack(day: Int) -> Int {
        guard case .comeback(let moment) = programme.askBack(day: day, &life), moment <= plan.calendar.asOf else { return day + 1 }
        facts.returns.append(moment)
        course.enter(.recovering)
        visits.visit(at: moment.adding(seconds: 40), life: &life, detail: &detail)
        return CompanyCalendar.dayNumber(of: moment) + 1
    }

    private mutating func lookAtHealth(_ day: Int) {
        let morning = plan.calendar.start(ofDay: day).adding(seconds: 8 * 3_600)
        let total = ObservedHealth.total(
            at: morning, lastActivity: visits.lastRecorded, openTickets: desk.openCount(at: morning), features: visits.featureCount)
        let silence = visits.lastRecorded.map { Int((morning.microseconds - $0.microseconds) / Moment.microsecondsPerDay) }
        let sighting = CampaignProgramme.Sighting(
            day: day, total: total, status: ObservedHealth.status(total: total), daysOfSilence: silence ?? day - signUpDay,
            state: course.state)
        if case .recovery(let due) = programme.observe(sighting, &life) { recoveryDay = due }
    }

    /// A time of the customer's working day, in UTC.
    private mutating func officeTime(_ day: Int) -> Moment {
        let local = 7 + 6 * (life.unit() + life.unit())
        let hours = local - profile.temperament.hoursFromUTC
        let hoursOfDay = hours < 0 ? hours + 24 : hours >= 24 ? hours - 24 : hours
        return plan.calendar.start(ofDay: day).adding(microseconds: Int64(hoursOfDay * 3_600e6))
    }
}
