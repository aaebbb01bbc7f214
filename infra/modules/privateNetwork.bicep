metadata description = 'A virtual network, and the private endpoints by which storage and Key Vault are reached from it.'

@description('End of the names of resources.')
param resourceToken string

@description('Where it lives.')
param location string

@description('Tags.')
param tags object

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
    name: 'vault'
    targetId: keyVaultId
    zoneName: 'privatelink.vaultcore.azure.net'
  }
]

module network 'virtualNetwork.bicep' = {
  name: 'virtual-network'
  params: {
    name: 'vnet-${resourceToken}'
    location: location
    tags: tags
    addressPrefix: addressPrefix
  }
}

module endpoints 'privateEndpoint.bicep' = [
  for service in services: {
    name: 'private-endpoint-${service.name}'
    params: {
      name: 'pe-${service.name}-${resourceToken}'
      location: location
      tags: tags
      targetId: service.targetId
      service: service.name
      zoneName: service.zoneName
      networkId: network.outputs.id
      subnetId: network.outputs.endpointsSubnetId
    }
  }
]

@description('Resource id of the subnet that calls of the functions leave from.')
output functionsSubnetId string = network.outputs.functionsSubnetId
