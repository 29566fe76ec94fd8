metadata description = 'A network that the app reaches its storage through, so that storage need not be reachable from the internet.'

param name string
param suffix string
param location string
param tags { *: string }
param cosmosName string
param mediaName string
param hostStorageName string
param vaultName string

@description('The network between the app and its storage.')
param subnetId string

@description('The network that the names of the private endpoints hold in.')
param networkId string

var cosmos = 'Microsoft.DocumentDB/databaseAccounts'
var storage = 'Microsoft.Storage/storageAccounts'
var keyVault = 'Microsoft.KeyVault/vaults'

// What each endpoint leads to, and the zone that its name moves to.
var targets = [
  { name: 'cosmos', type: cosmos, resource: cosmosName, group: 'Sql', zone: 0 }
  { name: 'pictures', type: storage, resource: mediaName, group: 'blob', zone: 1 }
  { name: 'host-blobs', type: storage, resource: hostStorageName, group: 'blob', zone: 1 }
  { name: 'host-tables', type: storage, resource: hostStorageName, group: 'table', zone: 2 }
  { name: 'vault', type: keyVault, resource: vaultName, group: 'vault', zone: 3 }
]

// The names are Azure's own; only storage has them in environment(). Other clouds have others for Cosmos DB and Key Vault.
var zoneNames = [
  'privatelink.documents.azure.com'
  'privatelink.blob.${environment().suffixes.storage}'
  'privatelink.table.${environment().suffixes.storage}'
  'privatelink.vaultcore.azure.net'
]

resource zones 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for zone in zoneNames: {
    name: zone
    location: 'global'
    tags: tags
  }
]

resource zoneLinks 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (zone, i) in zoneNames: {
    parent: zones[i]
    name: '${name}-net'
    location: 'global'
    tags: tags
    properties: {
      registrationEnabled: false
      virtualNetwork: { id: networkId }
    }
  }
]

resource endpoints 'Microsoft.Network/privateEndpoints@2024-05-01' = [
  for target in targets: {
    name: '${name}-${target.name}-${suffix}'
    location: location
    tags: tags
    properties: {
      subnet: { id: subnetId }
      privateLinkServiceConnections: [
        {
          name: target.name
          properties: { privateLinkServiceId: resourceId(target.type, target.resource), groupIds: [target.group] }
        }
      ]
    }
  }
]

resource endpointNames 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01' = [
  for (target, i) in targets: {
    parent: endpoints[i]
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [{ name: target.name, properties: { privateDnsZoneId: zones[target.zone].id } }]
    }
  }
]
