metadata description = 'Requests the health of the function app from several locations, and raises an alert when the requests fail.'

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
    Description: 'GET /api/health: 200 as long as requests are accepted, also while Genesys is unavailable.'
    Enabled: true
    // Each run is billed. A log alert also detects an app that does not run.
    Frequency: 900
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
    description: 'GET /api/health did not return 200 to at least two locations: the function app does not respond, or its storage account or Key Vault cannot be used. GET /api/operator/health names the part.'
    severity: 0
    enabled: true
    scopes: [
      test.id
      componentId
    ]
    evaluationFrequency: 'PT1M'
    // As long as the interval of the test, so that the last result of each location counts.
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      webTestId: test.id
      componentId: componentId
      failedLocationCount: 2
    }
    actions: [
      for id in actionGroupIds: {
        // The location is an item of a parameter, which the linter does not see.
        #disable-next-line use-resource-id-functions
        actionGroupId: id
      }
    ]
  }
}
