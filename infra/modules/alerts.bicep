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

// severity: 0 (critical) to 4. where: a further condition on the event. dimension: each of its values is an alert of its own, whose
// notification names it. threshold: how many events in the window raise the alert; a rule that counts more than one looks back twice
// its frequency, so that two evaluations never share a burst. absentFor: the alert is raised when none of the events was logged for that long.
// The price of a log alert depends on its frequency.
var rules = loadJsonContent('../alerts.json')

var events = 'union isfuzzy=true AppTraces, AppExceptions | where AppRoleName =~ "${functionAppName}" | extend EventId = toint(coalesce(tostring(Properties.EventId), tostring(Properties["event.id"])))'

// A query without results has no row to count. Without "by", summarize returns one row also of nothing, and it is kept when it counted nothing.
func absence(timespan string) string => ' | summarize Logged = countif(TimeGenerated > ago(${timespan})) | where Logged == 0'

// EventId is a column already; any other dimension is a value of the event.
func column(dimension string) string => dimension == 'EventId' ? '' : ' | extend ${dimension} = tostring(Properties.${dimension})'

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
  for rule in rules: {
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
            query: '${events} | where EventId in (${join(map(rule.eventIds, id => string(id)), ', ')})${contains(rule, 'where') ? ' | where ${rule.?where}' : ''}${contains(rule, 'dimension') ? column(rule.?dimension ?? '') : ''}${contains(rule, 'absentFor') ? absence(rule.?absentFor ?? '') : ''}'
            dimensions: contains(rule, 'dimension') ? [{ name: rule.?dimension ?? '', operator: 'Include', values: ['*'] }] : []
            timeAggregation: 'Count'
            operator: 'GreaterThanOrEqual'
            threshold: rule.threshold
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
