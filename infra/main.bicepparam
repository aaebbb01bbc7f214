using 'main.bicep'

// az deployment group create --resource-group <group> --parameters infra/main.bicepparam
var alertEmail = readEnvironmentVariable('ALERT_EMAIL', '')
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'dev')
param genesysRegion = readEnvironmentVariable('GENESYS_CLOUD_REGION', 'us-east-1')
param genesysOrganizationId = readEnvironmentVariable('GENESYS_CLOUD_ORGANIZATION_ID', '')
param genesysClientId = readEnvironmentVariable('GENESYS_CLOUD_CLIENT_ID', '')
param developerPrincipalId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')
param vnetEnabled = bool(readEnvironmentVariable('VNET_ENABLED', 'false'))
param alertEmailAddresses = empty(alertEmail) ? [] : [alertEmail]
param settings = {
  // BotFlows__approvals__Url: 'https://flows.example.com/approvals'
  // BotFlows__approvals__SecretName: 'approvals-secret'
}
