metadata description = 'Alerts as log queries over the event ids of the application, and the action group that they notify.'

@description('Prefix of the names of resources.')
param namePrefix string

@description('Azure region.')
param location string

@description('Tags.')
param tags { *: string }

@description('Resource id of the workspace that holds the logs.')
param workspaceId string

@description('Name of the function app, which selects its logs.')
param functionAppName string

@description('Email addresses that are notified.')
param emailAddresses string[]

@description('Resource ids of further action groups that are notified.')
param actionGroupIds string[]

@description('A rule of alerts.json.')
type alertRule = {
  name: string
  title: string

  @description('What the operator does.')
  description: string

  @description('0 (critical) to 4.')
  severity: 0 | 1 | 2 | 3 | 4
  eventIds: int[]?

  @description('A whole query, instead of events.')
  query: string?

  @description('A further condition on the event.')
  where: string?

  @description('A value of the events; those with the same one count once.')
  distinct: string?

  @description('Makes the row that is counted of all events.')
  summarize: string?

  @description('Each value of it is an alert of its own, whose notification names it.')
  dimension: string?

  @description('GreaterThanOrEqual: raised by so many events in the window. LessThan: raised by fewer events within a time.')
  operator: 'GreaterThanOrEqual' | 'LessThan'

  @description('The time of LessThan, within the window.')
  within: string?
  threshold: int

  @description('Where several events are counted at least twice the frequency, so that two evaluations never share a burst.')
  window: string

  @description('The price of the rule depends on it.')
  frequency: string
}

var rules alertRule[] = loadJsonContent('../alerts.json')

var logs = 'union isfuzzy=true AppTraces, AppExceptions | where AppRoleName =~ "${functionAppName}" | extend EventId = toint(coalesce(tostring(Properties.EventId), tostring(Properties["event.id"])))'

func ids(eventIds int[]?) string => join(map(eventIds ?? [], id => string(id)), ', ')

// A query without results has no row to count. Without "by", summarize returns one row also of nothing, and it is kept when it counted too little.
// An app that logged nothing before that time is new, unless it logs nothing at all.
func missing(eventIds string, threshold int, timespan string) string =>
  ' | summarize Logged = countif(EventId in (${eventIds}) and TimeGenerated > ago(${timespan})), First = min(TimeGenerated) | where Logged < ${threshold} and (isnull(First) or First < ago(${timespan}))'

func once(value string) string => empty(value) ? '' : ' | summarize TimeGenerated = max(TimeGenerated) by ${value} = tostring(Properties.${value})'

// EventId is a column already; any other dimension is a value of the event.
func column(dimension string) string => empty(dimension) || dimension == 'EventId' ? '' : ' | extend ${dimension} = tostring(Properties.${dimension})'

func part(operator string, text string) string => empty(text) ? '' : ' | ${operator} ${text}'

var queries = [
  for rule in rules: rule.?query ?? (rule.operator == 'LessThan'
    ? '${logs}${missing(ids(rule.?eventIds), rule.threshold, rule.?within ?? '')}'
    : '${logs} | where EventId in (${ids(rule.?eventIds)})${part('where', rule.?where ?? '')}${once(rule.?distinct ?? '')}${part('summarize', rule.?summarize ?? '')}${column(rule.?dimension ?? '')}')
]

resource emails 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(emailAddresses)) {
  name: '${namePrefix}-operators'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'messaging'
    enabled: true
    emailReceivers: [
      for (address, index) in emailAddresses: {
        name: 'email-${index}'
        emailAddress: address
        useCommonAlertSchema: true
      }
    ]
  }
}

var notifiedGroups = [...actionGroupIds, ...(empty(emailAddresses) ? [] : [emails.id])]

resource alerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for (rule, index) in rules: {
    name: '${namePrefix}-${rule.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: rule.title
      description: rule.description
      severity: rule.severity
      enabled: true
      scopes: [
        workspaceId
      ]
      evaluationFrequency: rule.frequency
      windowSize: rule.window
      autoMitigate: true
      // A new workspace has no such tables before the first line is logged.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: queries[index]
            dimensions: empty(rule.?dimension) ? [] : [{ name: rule.?dimension ?? '', operator: 'Include', values: ['*'] }]
            timeAggregation: 'Count'
            operator: 'GreaterThanOrEqual'
            threshold: rule.operator == 'LessThan' ? 1 : rule.threshold
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      actions: {
        actionGroups: notifiedGroups
      }
    }
  }
]

@description('Resource ids of the action groups that are notified.')
output actionGroupIds string[] = notifiedGroups
