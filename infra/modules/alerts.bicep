metadata description = 'Alerts as log queries over the event ids of the application, and who is told.'

@description('Begin of the names.')
param namePrefix string

@description('Where they live.')
param location string

@description('Tags.')
param tags object

@description('Resource id of the workspace that holds the logs.')
param workspaceId string

@description('Name of the function app, by which its logs are told from others.')
param functionAppName string

@description('The alerts: name, title, description, severity (0 critical to 4), event ids, a further condition where there is one, how many in the window raise it, and both times.')
param rules array = loadJsonContent('../alerts.json')

@description('Email addresses that are told.')
param emailAddresses array

@description('Resource ids of action groups that are told too.')
param actionGroupIds array

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

var toldGroups = concat(actionGroupIds, empty(emailAddresses) ? [] : [resourceId('Microsoft.Insights/actionGroups', '${namePrefix}-operators')])

resource alerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in rules: {
    name: '${namePrefix}-${rule.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    dependsOn: [
      emails
    ]
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
            query: 'union isfuzzy=true AppTraces, AppExceptions | where AppRoleName =~ "${functionAppName}" | extend EventId = toint(coalesce(tostring(Properties.EventId), tostring(Properties["event.id"]))) | where EventId in (${join(map(rule.eventIds, id => string(id)), ', ')})${contains(rule, 'where') ? ' | where ${rule.where}' : ''}'
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
        actionGroups: toldGroups
      }
    }
  }
]

@description('Resource ids of the action groups that are told.')
output actionGroupIds array = toldGroups
