metadata description = 'The function app, its plan, its host storage, and every setting it runs with.'

param name string
param suffix string
param location string
param tags { *: string }
param identityName string
param instanceMemoryMB int
param maximumInstanceCount int
param httpConcurrency int
param corsOrigins string[]
param admins string
param moderators string
param publicUrl string
param acceptPreviousSigningKey bool
param cosmosEndpoint string
param cosmosDatabase string
param blobsEndpoint string
param blobsContainer string
param vaultUri string
param insightsConnectionString string

@description('The subnet that the app sends from; empty: none, and its storage is reachable from the internet.')
param appSubnetId string

var storageBlobDataOwner = 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
var storageTableDataContributor = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'

// Keys are unquoted and one a line: LeRun.Tests/Infra compares them with the settings that the code reads.
// FUNCTIONS_WORKER_RUNTIME is not among them: Flex Consumption refuses it (functionAppConfig.runtime says it).
var appSettings = {
  AzureWebJobsStorage__accountName: hostStorage.name
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identity.properties.clientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'Authorization=AAD;ClientId=${identity.properties.clientId}'
  // Nobody needs the platform's own page at the root.
  AzureWebJobsDisableHomepage: 'true'
  AZURE_CLIENT_ID: identity.properties.clientId
  Cosmos__Endpoint: cosmosEndpoint
  Cosmos__Database: cosmosDatabase
  Blobs__Endpoint: blobsEndpoint
  Blobs__Container: blobsContainer
  Auth__SigningKey: '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/auth-signing-key)'
  Auth__Admins: admins
  Auth__Moderators: moderators
  ExpireRunRoomsSchedule: '0 */5 * * * *'
  FinishAccountDeletionsSchedule: '0 * * * * *'
  SweepPicturesSchedule: '0 0 * * * *'
  CountOldRecordsSchedule: '0 30 * * * *'
  FinishDecisionsSchedule: '0 * * * * *'
  // Set only while the secret exists: a reference that can't be resolved reaches the app as its own, guessable text.
  ...(acceptPreviousSigningKey
    ? {
        Auth__PreviousSigningKey: '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/auth-previous-signing-key)'
      }
    : {})
  // Never the address of the request: whoever sends it writes that.
  Api__PublicUrl: publicUrl == '' ? 'https://${app.properties.defaultHostName}' : publicUrl
}

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource hostStorage 'Microsoft.Storage/storageAccounts@2026-04-01' = {
  name: '${name}host${suffix}'
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: appSubnetId == '' ? 'Enabled' : 'Disabled'
  }
}

resource hostBlobs 'Microsoft.Storage/storageAccounts/blobServices@2026-04-01' = {
  parent: hostStorage
  name: 'default'
}

resource deployments 'Microsoft.Storage/storageAccounts/blobServices/containers@2026-04-01' = {
  parent: hostBlobs
  name: 'deployments'
  properties: { publicAccess: 'None' }
}

// Blobs: timer leases, host locks and the deployed package. Tables: the host's own diagnostic events.
resource hostStorageAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in [storageBlobDataOwner, storageTableDataContributor]: {
    scope: hostStorage
    name: guid(hostStorage.id, identity.id, role)
    properties: {
      principalId: identity.properties.principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: '${name}-plan-${suffix}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { tier: 'FlexConsumption', name: 'FC1' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: '${name}-${suffix}'
  location: location
  tags: union(tags, { 'azd-service-name': 'api' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    virtualNetworkSubnetId: appSubnetId == '' ? null : appSubnetId
    keyVaultReferenceIdentity: identity.id
    functionAppConfig: {
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${hostStorage.properties.primaryEndpoints.blob}${deployments.name}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.id
          }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        triggers: {
          http: { perInstanceConcurrency: httpConcurrency }
        }
      }
    }
    siteConfig: {
      // ftpsState is left out: Flex Consumption has no FTP; the policy below shuts its credentials all the same.
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      cors: { allowedOrigins: corsOrigins }
    }
  }
  dependsOn: [hostStorageAccess]
}

resource settings 'Microsoft.Web/sites/config@2025-03-01' = {
  parent: app
  name: 'appsettings'
  properties: appSettings
}

resource ftpCredentials 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'ftp'
  properties: { allow: false }
}

resource scmCredentials 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'scm'
  properties: { allow: false }
}

output hostStorageName string = hostStorage.name
output appName string = app.name
output url string = 'https://${app.properties.defaultHostName}'
