metadata description = 'Asks for the health of the functions from several places, and raises an alert where they do not answer.'

@description('Begin of the names.')
param namePrefix string

@description('Where the test is kept.')
param location string

@description('Tags.')
param tags object

@description('Resource id of the Application Insights component.')
param componentId string

@description('URL of the function Health.')
param healthUrl string

@description('From where it is asked, by the ids of Application Insights.')
param testLocations array

@description('Resource ids of the action groups that are told.')
param actionGroupIds array

var testName = '${namePrefix}-health'

resource test 'Microsoft.Insights/webtests@2022-06-15' = {
  name: testName
  location: location
  tags: union(tags, { 'hidden-link:${componentId}': 'Resource' })
  kind: 'standard'
  properties: {
    SyntheticMonitorId: testName
    Name: testName
    Description: 'GET /api/health: 200 as long as requests are taken, also while Genesys is down.'
    Enabled: true
    Frequency: 300
    Timeout: 30
    Kind: 'standard'
    RetryEnabled: true
    Locations: map(testLocations, testLocation => { Id: testLocation })
    Request: {
      RequestUrl: healthUrl
      HttpVerb: 'GET'
      ParseDependentRequests: false
    }
    ValidationRules: {
      ExpectedHttpStatusCode: 200
      SSLCheck: true
      SSLCertRemainingLifetimeCheck: 14
    }
  }
}

resource alert 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${namePrefix}-unhealthy'
  location: 'global'
  tags: tags
  properties: {
    description: 'The functions do not answer, or their storage or Key Vault is unusable. GET /api/operator/health tells which.'
    severity: 0
    enabled: true
    scopes: [
      test.id
      componentId
    ]
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      webTestId: test.id
      componentId: componentId
      failedLocationCount: 2
    }
    actions: [
      for actionGroupId in actionGroupIds: {
        actionGroupId: actionGroupId
      }
    ]
  }
}
