metadata description = 'The virtual network: one subnet for the functions, one for private endpoints.'

@description('Name of the network.')
param name string

@description('Where it lives.')
param location string

@description('Tags.')
param tags object

@description('Addresses of the network, a /24 or larger.')
param addressPrefix string

var functionsSubnet = 'functions'
var endpointsSubnet = 'private-endpoints'

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: [
        addressPrefix
      ]
    }
    subnets: [
      {
        name: functionsSubnet
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
        name: endpointsSubnet
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 26, 1)
          privateEndpointNetworkPolicies: 'Disabled'
        }
      }
    ]
  }
}

@description('Resource id of the network.')
output id string = network.id

@description('Resource id of the subnet that calls of the functions leave from.')
output functionsSubnetId string = resourceId('Microsoft.Network/virtualNetworks/subnets', network.name, functionsSubnet)

@description('Resource id of the subnet of private endpoints.')
output endpointsSubnetId string = resourceId('Microsoft.Network/virtualNetworks/subnets', network.name, endpointsSubnet)
