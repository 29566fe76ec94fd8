metadata description = 'Everything that keeps state, and what the app may do with it: Cosmos DB, profile pictures, the signing key.'

param name string
param suffix string
param location string
param tags { *: string }

@description('The app\'s identity.')
param principalId string

@description('Empty: the account that the first deployment makes.')
param cosmosAccountName string

param backupTier string

@description('Whether storage refuses whoever does not come through a private endpoint.')
param isPrivate bool

@description('Whether the Cosmos DB account can be deleted only after its lock is.')
param lockData bool

@secure()
param signingKeySeed string

// The one list of containers on this side; a test compares it with the app's own (LeRun.Shared/Storage/Containers.cs).
var containers = loadJsonContent('containers.json')

var cosmosDataContributor = '00000000-0000-0000-0000-000000000002'
var storageBlobDataContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
var keyVaultSecretsUser = '4633458b-17de-408a-b874-0445c86b69e6'

resource cosmos 'Microsoft.DocumentDB/databaseAccounts@2026-03-15' = {
  name: cosmosAccountName == '' ? '${name}-cosmos-${suffix}' : cosmosAccountName
  location: location
  tags: tags
  kind: 'GlobalDocumentDB'
  properties: {
    databaseAccountOfferType: 'Standard'
    capabilities: [{ name: 'EnableServerless' }]
    consistencyPolicy: { defaultConsistencyLevel: 'Session' }
    locations: [{ locationName: location, failoverPriority: 0, isZoneRedundant: false }]
    // Keys don't exist for whoever holds them: Entra ID identities with a role are the only way in.
    disableLocalAuth: true
    minimalTlsVersion: 'Tls12'
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    backupPolicy: {
      type: 'Continuous'
      continuousModeProperties: { tier: backupTier }
    }
  }
}

// Deleting the account deletes its backups with it.
resource accountLock 'Microsoft.Authorization/locks@2020-05-01' = if (lockData) {
  scope: cosmos
  name: 'data'
  properties: {
    level: 'CanNotDelete'
    notes: 'Everything that runners have stored. Remove this lock first, and only if that is meant.'
  }
}

resource database 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases@2026-03-15' = {
  parent: cosmos
  name: 'lerun'
  properties: {
    resource: { id: 'lerun' }
  }
}

// One at a time: Cosmos DB refuses some concurrent changes to the same database.
@batchSize(1)
resource cosmosContainers 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2026-03-15' = [
  for container in containers: {
    parent: database
    name: container.id
    properties: {
      resource: container
    }
  }
]

resource cosmosAccess 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2026-03-15' = {
  parent: cosmos
  name: guid(database.id, principalId, cosmosDataContributor)
  properties: {
    principalId: principalId
    roleDefinitionId: '${cosmos.id}/sqlRoleDefinitions/${cosmosDataContributor}'
    scope: '${cosmos.id}/dbs/${database.name}'
  }
}

resource media 'Microsoft.Storage/storageAccounts@2026-04-01' = {
  name: '${name}pics${suffix}'
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
  }
}

resource mediaBlobs 'Microsoft.Storage/storageAccounts/blobServices@2026-04-01' = {
  parent: media
  name: 'default'
  properties: {
    // As long as Cosmos DB can be restored at no charge, so that a restored user has their picture.
    deleteRetentionPolicy: { enabled: true, days: 7 }
    containerDeleteRetentionPolicy: { enabled: true, days: 7 }
  }
}

resource pictures 'Microsoft.Storage/storageAccounts/blobServices/containers@2026-04-01' = {
  parent: mediaBlobs
  name: 'profile-pictures'
  properties: { publicAccess: 'None' }
}

resource picturesAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: pictures
  name: guid(pictures.id, principalId, storageBlobDataContributor)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageBlobDataContributor)
  }
}

resource vault 'Microsoft.KeyVault/vaults@2026-02-01' = {
  name: '${name}-kv-${suffix}'
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: true
    // Resource Manager, which writes the first signing key, is let through as one of Azure's own services.
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: { defaultAction: isPrivate ? 'Deny' : 'Allow', bypass: 'AzureServices' }
  }
}

// Only the first deployment writes it. Later ones leave it alone, so that they end nobody's session.
@onlyIfNotExists()
resource signingKey 'Microsoft.KeyVault/vaults/secrets@2026-02-01' = {
  parent: vault
  name: 'auth-signing-key'
  properties: {
    contentType: 'text/plain'
    value: signingKeySeed
  }
}

resource vaultAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, principalId, keyVaultSecretsUser)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', keyVaultSecretsUser)
  }
}

output cosmosName string = cosmos.name
output cosmosEndpoint string = cosmos.properties.documentEndpoint
output cosmosDatabase string = database.name
output mediaName string = media.name
output blobsEndpoint string = media.properties.primaryEndpoints.blob
output blobsContainer string = pictures.name
output vaultName string = vault.name
output vaultUri string = vault.properties.vaultUri
