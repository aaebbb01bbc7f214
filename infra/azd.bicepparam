using 'azd.bicep'

// azd sets the first ones; the others come from: azd env set NAME value. Lists are words separated by commas.

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'dev')
param location = readEnvironmentVariable('AZURE_LOCATION', 'eastus2')
param resourceGroupName = readEnvironmentVariable('AZURE_RESOURCE_GROUP', '')
param principalId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')

param genesysRegion = readEnvironmentVariable('GENESYS_CLOUD_REGION', 'us-east-1')
param genesysOrganizationId = readEnvironmentVariable('GENESYS_CLOUD_ORGANIZATION_ID', '')
param genesysClientId = readEnvironmentVariable('GENESYS_CLOUD_CLIENT_ID', '')

// JSON objects and lists of them.
param settings = json(readEnvironmentVariable('APP_SETTINGS', '{}'))
param senders = json(readEnvironmentVariable('SENDERS', '[]'))

param vnetEnabled = bool(readEnvironmentVariable('VNET_ENABLED', 'false'))
param operatorAddresses = filter(split(readEnvironmentVariable('OPERATOR_ADDRESSES', ''), ','), word => !empty(word))
param recoverVault = bool(readEnvironmentVariable('RECOVER_VAULT', 'false'))
param entraAuthClientId = readEnvironmentVariable('ENTRA_AUTH_CLIENT_ID', '')
param operatorGroupIds = filter(split(readEnvironmentVariable('OPERATOR_GROUP_IDS', ''), ','), word => !empty(word))

param zoneRedundant = bool(readEnvironmentVariable('ZONE_REDUNDANT', 'false'))
param instanceMemoryMB = any(int(readEnvironmentVariable('INSTANCE_MEMORY_MB', '512')))
param alwaysReadyHttpInstances = int(readEnvironmentVariable('ALWAYS_READY_HTTP_INSTANCES', '0'))
param maximumInstanceCount = int(readEnvironmentVariable('MAXIMUM_INSTANCE_COUNT', '40'))
param recordDays = int(readEnvironmentVariable('RECORD_DAYS', '15'))

param alertEmailAddresses = filter(split(readEnvironmentVariable('ALERT_EMAIL', ''), ','), word => !empty(word))
param alertActionGroupIds = filter(split(readEnvironmentVariable('ALERT_ACTION_GROUP_IDS', ''), ','), word => !empty(word))
