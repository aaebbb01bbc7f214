metadata description = 'The one identity of the functions: as it they read secrets, use storage and send telemetry.'

@description('Name of the identity.')
param name string

@description('Azure region.')
param location string

@description('Tags.')
param tags { *: string }

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: name
  location: location
  tags: tags
}

@description('Resource id of the identity.')
output id string = identity.id

@description('Object id of the identity, for role assignments.')
output principalId string = identity.properties.principalId

@description('Client id of the identity, which the app uses to select it.')
output clientId string = identity.properties.clientId
