targetScope = 'subscription'

import { sender } from 'modules/storage.bicep'

metadata name = 'ServerlessMessaging for azd'
metadata description = 'Makes the resource group and everything in it.'

@description('Name of the azd environment.')
@minLength(1)
@maxLength(64)
param environmentName string

@description('Azure region; it must have Flex Consumption.')
param location string

@description('Name of the resource group; empty for one after the environment.')
param resourceGroupName string = ''

@description('Region of the Genesys Cloud organisation, such as us-east-1.')
param genesysRegion string

@description('Id of the Genesys Cloud organisation: nothing is sent with an OAuth client of another one. Empty to compare nothing.')
param genesysOrganizationId string = ''

@description('Client id of the Genesys OAuth client. Its secret goes into the Key Vault, not here.')
param genesysClientId string

@description('Further settings of the application by their names with two underscores.')
param settings { *: string } = {}

@description('Object id of the user who deploys; may read storage and put secrets. Empty for none.')
param principalId string

@description('Other identities that may put messages onto the queue messages.')
param senders sender[] = []

@description('Whether the Key Vault that was deleted with an earlier deployment of this name is recovered, with its secrets.')
param recoverVault bool = false

@description('Whether storage and Key Vault are reached by private endpoints only. The provider Microsoft.App must be registered.')
param vnetEnabled bool

@description('Client id of an app registration that guards the operator functions (/api/operator) by Entra sign-in; empty for function keys alone.')
param entraAuthClientId string = ''

@description('Object ids of the groups whose members are operators, with entraAuthClientId.')
param operatorGroupIds string[] = []

@description('Whether plan and storage spread over availability zones: docs/deploy.md, What it costs.')
param zoneRedundant bool = false

@description('Memory of an instance in megabytes.')
param instanceMemoryMB 512 | 2048 | 4096 = 512

@description('Instances that are always ready for HTTP.')
@minValue(0)
@maxValue(20)
param alwaysReadyHttpInstances int = 0

@description('Days after which records and large bodies are deleted.')
@minValue(15)
@maxValue(365)
param recordDays int = 15

@description('IPv4 addresses or ranges from which operators put secrets, with vnetEnabled.')
param operatorAddresses string[] = []

@description('The greatest number of instances.')
@minValue(1)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Email addresses that alerts notify.')
param alertEmailAddresses string[] = []

@description('Resource ids of action groups that alerts notify.')
param alertActionGroupIds string[] = []

var tags = {
  'azd-env-name': environmentName
}

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: empty(resourceGroupName) ? 'rg-serverless-messaging-${environmentName}' : resourceGroupName
  location: location
  tags: tags
}

module main 'main.bicep' = {
  scope: group
  params: {
    environmentName: environmentName
    location: location
    tags: tags
    functionAppTags: {
      'azd-service-name': 'functions'
    }
    genesysRegion: genesysRegion
    genesysOrganizationId: genesysOrganizationId
    genesysClientId: genesysClientId
    settings: settings
    developerPrincipalId: principalId
    senders: senders
    recoverVault: recoverVault
    vnetEnabled: vnetEnabled
    operatorAddresses: operatorAddresses
    entraAuthClientId: entraAuthClientId
    operatorGroupIds: operatorGroupIds
    zoneRedundant: zoneRedundant
    instanceMemoryMB: instanceMemoryMB
    alwaysReadyHttpInstances: alwaysReadyHttpInstances
    maximumInstanceCount: maximumInstanceCount
    recordDays: recordDays
    alertEmailAddresses: alertEmailAddresses
    alertActionGroupIds: alertActionGroupIds
  }
}

@description('Name of the resource group.')
output AZURE_RESOURCE_GROUP string = group.name

@description('Name of the function app.')
output FUNCTION_APP_NAME string = main.outputs.functionAppName

@description('Base URL of the functions.')
output API_URL string = main.outputs.apiUrl

@description('The outbound notification webhook URL to set in Genesys.')
output WEBHOOK_URL string = main.outputs.webhookUrl

@description('Name of the Key Vault that holds the secrets.')
output KEY_VAULT_NAME string = main.outputs.keyVaultName

@description('Name of the storage account.')
output STORAGE_ACCOUNT_NAME string = main.outputs.storageAccountName

@description('URL of the queue for requests.')
output MESSAGES_QUEUE_URL string = main.outputs.messagesQueueUrl
