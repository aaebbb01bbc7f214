import { sender } from 'modules/storage.bicep'

metadata name = 'ServerlessMessaging'
metadata description = 'The serverless bridge between event-driven apps and Genesys Cloud Open Messaging, in one resource group.'

@description('A short name of the environment, such as dev or prod. It is part of the names of resources.')
@minLength(1)
@maxLength(64)
param environmentName string

@description('Azure region; it must have Flex Consumption.')
param location string = resourceGroup().location

@description('Tags of every resource.')
param tags { *: string } = {}

@description('Region of the Genesys Cloud organisation, such as us-east-1.')
param genesysRegion string = 'us-east-1'

@description('Id of the Genesys Cloud organisation: nothing is sent with an OAuth client of another one. Empty to compare nothing.')
param genesysOrganizationId string = ''

@description('Client id of the Genesys OAuth client (client credentials). Its secret goes into the Key Vault, not here.')
param genesysClientId string

@description('Name of the secret in the Key Vault that holds the OAuth client\'s secret.')
param genesysClientSecretName string = 'genesys-client-secret'

@description('Names of the secrets in the Key Vault with which Genesys may sign webhooks.')
param webhookSecretNames string[] = [
  'genesys-webhook-secret'
]

@description('Further settings of the application by their names with two underscores, such as BotFlows__approvals__Url. docs/configuration.md lists them all.')
param settings { *: string } = {}

@description('Memory of an instance in megabytes. Function time is billed by it: docs/deploy.md, What it costs.')
param instanceMemoryMB 512 | 2048 | 4096 = 512

// Genesys allows 300 requests a minute for one client, which is 5 a second. One instance alone can send more than that: it works on
// batchSize + newBatchThreshold queue messages at once (host.json), some 0.3 s each. More instances do not send more; they serve more
// callers at the same time and share the same limit.
@description('The greatest number of instances, each of which is billed while it is busy. Microsoft documented 40 as the lowest value, and more recently 1.')
@minValue(1)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Instances that are always ready for HTTP: 0 costs nothing while idle, 1 avoids a cold start for callers and Genesys.')
@minValue(0)
@maxValue(20)
param alwaysReadyHttpInstances int = 0

@description('HTTP requests that one instance handles at the same time.')
@minValue(1)
@maxValue(1000)
param httpConcurrency int = 32

@description('Whether plan and storage spread over availability zones; the region must have them. Flex Consumption then keeps two instances of every group of functions ready: with nine groups some 95 dollars a month with 512 MB, 380 with 2,048 MB.')
param zoneRedundant bool = false

@description('Whether the Key Vault that was deleted with an earlier deployment of this name is recovered, with its secrets. Its name is in use for 90 days.')
param recoverVault bool = false

@description('Whether storage and Key Vault are reached by private endpoints only. The provider Microsoft.App must be registered.')
param vnetEnabled bool = false

@description('Addresses of the virtual network, a /24 or larger.')
param vnetAddressPrefix string = '10.40.0.0/24'

@description('IPv4 addresses or ranges from which operators put secrets, with vnetEnabled.')
param operatorAddresses string[] = []

@description('Client id of an app registration that guards the operator functions (/api/operator) by Entra sign-in; empty for function keys alone.')
param entraAuthClientId string = ''

@description('Object ids of the groups whose members are operators, with entraAuthClientId.')
param operatorGroupIds string[] = []

@description('Other identities that may put messages onto the queue messages.')
param senders sender[] = []

@description('Object id of the developer who deploys; may read storage and put secrets. Empty for none.')
param developerPrincipalId string = ''

@description('Email addresses that alerts notify.')
param alertEmailAddresses string[] = []

@description('Resource ids of action groups that alerts notify.')
param alertActionGroupIds string[] = []

// Two locations must fail to raise the alert. With three, one failing location neither raises nor hides it.
@description('Locations that request the health every 15 minutes, by the ids of Application Insights; empty for no web test.')
param healthTestLocations string[] = [
  'emea-nl-ams-azr'
  'us-va-ash-azr'
  'apac-sg-sin-azr'
]

@description('Days for which logs are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Gigabytes of logs a day after which no more are accepted; -1 for no limit.')
param logDailyQuotaGb int = 5

@description('Days after which records and large bodies are deleted.')
@minValue(15)
@maxValue(365)
param recordDays int = 15

@description('Days after which dead-letter messages are deleted.')
@minValue(7)
@maxValue(365)
param deadLetterDays int = 30

@description('Tags of the function app alone; azd uses them to find the app.')
param functionAppTags { *: string } = {}

var resourceToken = uniqueString(subscription().id, resourceGroup().id, environmentName)
var allTags = { ...tags, application: 'serverless-messaging', environment: environmentName }
var functionAppName = 'func-${resourceToken}'
var webhookSettings = toObject(range(0, length(webhookSecretNames)), index => 'Webhook__SecretNames__${index}', index => webhookSecretNames[index])
var recordSettings = {
  Records__Retention: '${recordDays}.00:00:00'
}
var genesysSettings = {
  Genesys__Region: genesysRegion
  Genesys__Clients__0__ClientId: genesysClientId
  Genesys__Clients__0__SecretName: genesysClientSecretName
  ...(empty(genesysOrganizationId) ? {} : { Genesys__OrganizationId: genesysOrganizationId })
}

module identity 'modules/identity.bicep' = {
  params: {
    name: 'id-${resourceToken}'
    location: location
    tags: allTags
  }
}

module telemetry 'modules/telemetry.bicep' = {
  params: {
    workspaceName: 'log-${resourceToken}'
    componentName: 'appi-${resourceToken}'
    location: location
    tags: allTags
    principalId: identity.outputs.principalId
    retentionDays: logRetentionDays
    dailyQuotaGb: logDailyQuotaGb
  }
}

module storage 'modules/storage.bicep' = {
  params: {
    name: 'st${resourceToken}'
    location: location
    tags: allTags
    principalId: identity.outputs.principalId
    senders: senders
    developerPrincipalId: developerPrincipalId
    zoneRedundant: zoneRedundant
    privateOnly: vnetEnabled
    recordDays: recordDays
    deadLetterDays: deadLetterDays
  }
}

module keyVault 'modules/keyVault.bicep' = {
  params: {
    name: 'kv-${resourceToken}'
    location: location
    tags: allTags
    principalId: identity.outputs.principalId
    developerPrincipalId: developerPrincipalId
    recover: recoverVault
    privateOnly: vnetEnabled
    operatorAddresses: operatorAddresses
    workspaceId: telemetry.outputs.workspaceId
  }
}

module privateNetwork 'modules/privateNetwork.bicep' = if (vnetEnabled) {
  params: {
    nameSuffix: resourceToken
    location: location
    tags: allTags
    addressPrefix: vnetAddressPrefix
    storageAccountId: storage.outputs.id
    keyVaultId: keyVault.outputs.id
  }
}

// The host reads its package and takes its locks as soon as it starts, so the private endpoints and its subnet are created before it.
module functionApp 'modules/functionApp.bicep' = {
  params: {
    name: functionAppName
    planName: 'plan-${resourceToken}'
    location: location
    tags: allTags
    appTags: functionAppTags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    storageAccountName: storage.outputs.name
    deploymentContainerUrl: storage.outputs.deploymentContainerUrl
    keyVaultUri: keyVault.outputs.uri
    componentName: telemetry.outputs.componentName
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    alwaysReadyHttpInstances: alwaysReadyHttpInstances
    httpConcurrency: httpConcurrency
    zoneRedundant: zoneRedundant
    subnetId: privateNetwork.?outputs.functionsSubnetId ?? ''
    settings: { ...genesysSettings, ...recordSettings, ...webhookSettings, ...settings }
  }
}

module operatorAuth 'modules/operatorAuth.bicep' = if (!empty(entraAuthClientId)) {
  params: {
    functionAppName: functionApp.outputs.name
    clientId: entraAuthClientId
    operatorGroupIds: operatorGroupIds
  }
}

module alerts 'modules/alerts.bicep' = {
  params: {
    namePrefix: 'alert-${resourceToken}'
    location: location
    tags: allTags
    workspaceId: telemetry.outputs.workspaceId
    functionAppName: functionApp.outputs.name
    emailAddresses: alertEmailAddresses
    actionGroupIds: alertActionGroupIds
  }
}

module availability 'modules/availability.bicep' = if (!empty(healthTestLocations)) {
  params: {
    namePrefix: 'test-${resourceToken}'
    location: location
    tags: allTags
    componentId: telemetry.outputs.componentId
    healthUrl: 'https://${functionApp.outputs.hostName}/api/health'
    testLocations: healthTestLocations
    actionGroupIds: alerts.outputs.actionGroupIds
  }
}

module workbook 'modules/workbook.bicep' = {
  params: {
    location: location
    tags: allTags
    displayName: 'ServerlessMessaging ${environmentName}'
    workspaceId: telemetry.outputs.workspaceId
    functionAppName: functionApp.outputs.name
  }
}

@description('Name of the function app.')
output functionAppName string = functionApp.outputs.name

@description('Base URL of the functions.')
output apiUrl string = 'https://${functionApp.outputs.hostName}/api'

@description('The outbound notification webhook URL to set in Genesys.')
output webhookUrl string = 'https://${functionApp.outputs.hostName}/api/webhooks/genesys'

@description('Name of the Key Vault that holds the secrets.')
output keyVaultName string = keyVault.outputs.name

@description('Name of the storage account.')
output storageAccountName string = storage.outputs.name

@description('URL of the queue for requests.')
output messagesQueueUrl string = storage.outputs.messagesQueueUrl

@description('Client id of the identity of the functions.')
output identityClientId string = identity.outputs.clientId
