using 'azd.bicep'

// azd sets these variables; further ones come from: azd env set NAME value
var alertEmail = readEnvironmentVariable('ALERT_EMAIL', '')
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'dev')
param location = readEnvironmentVariable('AZURE_LOCATION', 'eastus2')
param resourceGroupName = readEnvironmentVariable('AZURE_RESOURCE_GROUP', '')
param principalId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')
param genesysRegion = readEnvironmentVariable('GENESYS_CLOUD_REGION', 'us-east-1')
param genesysOrganizationId = readEnvironmentVariable('GENESYS_CLOUD_ORGANIZATION_ID', '')
param genesysClientId = readEnvironmentVariable('GENESYS_CLOUD_CLIENT_ID', '')
param vnetEnabled = bool(readEnvironmentVariable('VNET_ENABLED', 'false'))
param alertEmailAddresses = empty(alertEmail) ? [] : [alertEmail]
