metadata description = 'Requests the health of the functions from several places, and raises an alert when they fail.'

@description('Prefix of the names of resources.')
param namePrefix string

@description('Azure region.')
param location string

@description('Tags.')
param tags { *: string }

@description('Resource id of the Application Insights component.')
param componentId string

@description('URL of the function Health.')
param healthUrl string

@description('Locations that send the requests, by the ids of Application Insights.')
param testLocations string[]

@description('Resource ids of the action groups that are notified.')
param actionGroupIds string[]

var testName = '${namePrefix}-health'

resource test 'Microsoft.Insights/webtests@2022-06-15' = {
  name: testName
  location: location
  tags: { ...tags, 'hidden-link:${componentId}': 'Resource' }
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
      for id in actionGroupIds: {
        // It is an item of a parameter, which the rule does not see.
        #disable-next-line use-resource-id-functions
        actionGroupId: id
      }
    ]
  }
}
