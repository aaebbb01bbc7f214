targetScope = 'subscription'

metadata name = 'ServerlessMessaging for azd'
metadata description = 'Makes the resource group and everything in it.'

@description('Name of the azd environment.')
@minLength(1)
@maxLength(32)
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

@description('Object id of the user who deploys; gets roles on storage and Key Vault. Empty for none.')
param principalId string

@description('Whether storage and Key Vault are reached by private endpoints only.')
param vnetEnabled bool

@description('IPv4 addresses or ranges from which operators put secrets, with vnetEnabled.')
param operatorAddresses string[] = []

@description('The greatest number of instances.')
@minValue(1)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Email addresses that alerts notify.')
param alertEmailAddresses string[] = []

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
    vnetEnabled: vnetEnabled
    operatorAddresses: operatorAddresses
    maximumInstanceCount: maximumInstanceCount
    alertEmailAddresses: alertEmailAddresses
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
