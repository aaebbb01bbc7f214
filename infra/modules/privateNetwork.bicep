metadata description = 'A virtual network, and the private endpoints by which storage and Key Vault are reached from it.'

@description('Suffix of the names of resources.')
param nameSuffix string

@description('Azure region.')
param location string

@description('Tags.')
param tags { *: string }

@description('Addresses of the network, a /24 or larger.')
param addressPrefix string

@description('Resource id of the storage account.')
param storageAccountId string

@description('Resource id of the Key Vault.')
param keyVaultId string

var services = [
  {
    name: 'blob'
    targetId: storageAccountId
    zoneName: 'privatelink.blob.${environment().suffixes.storage}'
  }
  {
    name: 'queue'
    targetId: storageAccountId
    zoneName: 'privatelink.queue.${environment().suffixes.storage}'
  }
  {
    name: 'table'
    targetId: storageAccountId
    zoneName: 'privatelink.table.${environment().suffixes.storage}'
  }
  {
    name: 'vault'
    targetId: keyVaultId
    zoneName: 'privatelink.vaultcore.azure.net'
  }
]

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-${nameSuffix}'
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: [addressPrefix]
    }
    subnets: [
      {
        name: 'functions'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 26, 0)
          delegations: [
            {
              name: 'flex-consumption'
              properties: {
                serviceName: 'Microsoft.App/environments'
              }
            }
          ]
        }
      }
      {
        name: 'private-endpoints'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 26, 1)
          privateEndpointNetworkPolicies: 'Disabled'
        }
      }
    ]
  }

  resource functionsSubnet 'subnets' existing = {
    name: 'functions'
  }

  resource endpointsSubnet 'subnets' existing = {
    name: 'private-endpoints'
  }
}

module endpoints 'privateEndpoint.bicep' = [
  for service in services: {
    params: {
      name: 'pe-${service.name}-${nameSuffix}'
      location: location
      tags: tags
      targetId: service.targetId
      service: service.name
      zoneName: service.zoneName
      networkId: network.id
      subnetId: network::endpointsSubnet.id
    }
  }
]

@description('Resource id of the subnet for outgoing calls of the functions.')
output functionsSubnetId string = network::functionsSubnet.id
