import Foundation

@testable import Settings

/// The specification's list of parameters, word for word.
enum Specification {
    static let csv = """
        name,group,type,default,min,max,unit,strategic,meaning
        engagement_weight,health_score,int,40,0,100,points,yes,share of engagement in the total; the three weights sum to 100
        support_weight,health_score,int,30,0,100,points,yes,share of support in the total
        value_weight,health_score,int,30,0,100,points,yes,share of value in the total
        active_login_days,health_score,int,1,1,7,days,no,inactivity below this is active
        active_engagement_points,health_score,int,40,0,50,points,no,raw points while active
        moderate_login_days,health_score,int,7,2,14,days,no,inactivity below this is moderate; greater than active_login_days
        moderate_engagement_points,health_score,int,30,0,40,points,no,raw points while moderate
        low_login_days,health_score,int,30,8,60,days,no,inactivity below this is low; greater than moderate_login_days
        low_engagement_points,health_score,int,20,0,30,points,no,raw points while low
        max_support_points,health_score,int,30,0,50,points,no,raw points with no open ticket
        ticket_penalty,health_score,int,10,5,20,points,no,raw points lost per open ticket
        min_support_points,health_score,int,0,0,10,points,no,raw points never fall below this
        points_per_feature,health_score,int,5,1,10,points,no,raw points per adopted feature
        core_feature_bonus,health_score,int,10,0,20,points,no,raw points once a core feature is adopted
        max_value_points,health_score,int,30,0,50,points,no,raw value points never rise above this
        healthy_threshold,health_score,int,70,60,90,points,yes,Healthy at or above
        at_risk_threshold,health_score,int,40,30,60,points,yes,At-Risk at or above and below healthy; Critical below
        win_back_inactive_days,retention,int,30,14,90,days,no,inactivity that starts a win-back
        at_risk_email_delay_days,retention,int,0,0,3,days,no,first at-risk e-mail after the drop
        at_risk_guide_delay_days,retention,int,3,1,7,days,no,feature guide after the drop
        at_risk_call_delay_days,retention,int,7,3,14,days,no,check-in call after the drop
        critical_response_hours,retention,int,24,4,48,hours,yes,a critical customer is contacted within this
        chairman_escalation_hours,retention,int,48,24,96,hours,yes,no response within this escalates to the Chairman
        campaign_cooldown_days,retention,int,7,3,30,days,no,between two interventions for one customer
        win_back_check_in_days,retention,int,90,30,180,days,no,between win-back attempts
        retention_decline_alert_percent,retention,int,15,1,100,percent,yes,month-over-month decline that alerts
        retention_target_1m,retention,int,85,0,100,percent,yes,target of 1-month retention
        retention_target_3m,retention,int,70,0,100,percent,yes,target of 3-month retention
        retention_target_6m,retention,int,60,0,100,percent,yes,target of 6-month retention
        retention_improvement_percent,retention,int,5,0,100,percent,yes,rise over baseline that the exit gate asks for
        high_value_arr,retention,int,10000,0,100000000,currency/year,yes,ARR from which a customer counts as high-value
        holdout_percent,retention,int,10,0,50,percent,yes,share of eligible customers left untouched to measure lift
        critical_slack_channel,alert,string,#customer-success-urgent,,,,no,where critical customers are announced
        retention_slack_channel,alert,string,#customer-success,,,,no,where a retention decline is announced
        system_slack_channel,alert,string,#eng-ops,,,,no,where a degraded system is announced
        ops_email,alert,string,ops@company.com,,,,no,where repeated CRM sync failures go
        at_risk_digest_recipients,alert,string,success@company.com,,,,no,weekly at-risk digest (comma-separated)
        chairman_escalation_slack,alert,string,@chairman,,,,yes,escalations on Slack
        chairman_escalation_email,alert,string,chairman@company.com,,,,yes,escalations by e-mail
        critical_alert_delay_minutes,alert,int,5,0,60,minutes,no,a drop must last this long before it is announced
        weekly_digest_day,alert,string,Monday,Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday,,,no,day of the at-risk digest
        weekly_digest_hour,alert,int,9,0,23,hour UTC,no,hour of the at-risk digest
        nps_deploy_milestone,nps,string,first_value_realization,onboarding_complete|first_value_realization|30_day_checkpoint|60_day_checkpoint|90_day_checkpoint,,,no,what makes a customer due for a survey
        nps_survey_interval_days,nps,int,90,30,365,days,no,between two surveys to one customer
        nps_min_responses,nps,int,100,50,500,responses,yes,below this a score is provisional
        nps_target_response_rate,nps,int,30,20,50,percent,no,target response rate
        nps_positive_threshold,nps,int,0,-100,50,points,yes,exit gate
        nps_target_score,nps,int,30,0,70,points,yes,target
        nps_excellent_score,nps,int,50,30,80,points,yes,excellent
        nps_drop_alert_points,nps,int,10,1,100,points,yes,drop within 30 days that calls a review
        crm_platform,crm,string,none,none|hubspot|salesforce|intercom,,,yes,which CRM is synced
        crm_api_endpoint,crm,string,,,,,yes,base URL; empty for the platform's own
        crm_sync_frequency_hours,crm,int,24,1,168,hours,no,between full syncs
        crm_retry_attempts,crm,int,3,0,10,attempts,no,retries of a failed call (exponential back-off with jitter)
        crm_timeout_seconds,crm,int,30,1,300,seconds,no,limit of one call
        customer_id_field,crm,string,user_id,,,,no,CRM field for the customer's id
        health_score_field,crm,string,health_score_custom,,,,no,CRM field for the score
        last_login_field,crm,string,last_activity_date,,,,no,CRM field for last activity
        support_ticket_field,crm,string,open_ticket_count,,,,no,CRM field for open tickets
        health_check_interval_minutes,system,int,60,5,1440,minutes,no,between system checks
        max_consecutive_failures,system,int,3,1,10,failures,no,consecutive failures before escalation
        target_uptime_percent,system,decimal,99.5,95,99.99,percent,yes,uptime target
        crm_sync_error_threshold_percent,system,int,5,1,10,percent,no,CRM error rate that pauses automation
        negative_feedback_pause_percent,system,int,10,1,50,percent,no,negative campaign feedback that pauses a campaign
        """

    /// The parameters at their defaults, without a database.
    static let defaults = Parameters(
        csv.split(separator: "\n").dropFirst().map { line in
            let field = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            return Parameter(
                name: field[0], group: ParameterGroup(rawValue: field[1])!, kind: kind(field), value: field[3], defaultValue: field[3],
                unit: field[6].isEmpty ? nil : field[6], isStrategic: field[7] == "yes", meaning: field[8])
        })

    private static func kind(_ field: [String]) -> ParameterKind {
        switch field[2] {
        case "int": .whole(Int(field[4])!...Int(field[5])!)
        case "decimal": .decimal(Decimal(string: field[4])!...Decimal(string: field[5])!)
        default:
            TargetParameters.forms[field[0]].map { .target($0) }
                ?? (field[4].isEmpty ? .text : .choice(field[4].split(separator: "|").map(String.init)))
        }
    }
}

extension Parameters {
    /// The same with other values, whatever the rules say.
    func having(_ values: KeyValuePairs<String, String>) -> Parameters {
        Parameters(
            all.map { parameter in
                guard let value = values.first(where: { $0.key == parameter.name })?.value else { return parameter }
                return Parameter(
                    name: parameter.name, group: parameter.group, kind: parameter.kind, value: value, defaultValue: parameter.defaultValue,
                    unit: parameter.unit, isStrategic: parameter.isStrategic, meaning: parameter.meaning)
            })
    }

    /// Plans what a command line says: `a=1 b=2`.
    func plan(_ commandLine: String) throws -> ParameterPlan {
        try plan(setting: commandLine.split(separator: " ").map { try ParameterAssignment(String($0)) })
    }

    /// The faults of what a command line says; none where it is accepted.
    func faults(_ commandLine: String) throws -> [ParameterFault] {
        do {
            _ = try plan(commandLine)
            return []
        } catch let refusal as ParameterRefusal {
            return refusal.faults
        }
    }
}
