targetScope = 'resourceGroup'

metadata description = 'LeRun: a function app on a Flex Consumption plan, serverless Cosmos DB, Blob storage, Key Vault and monitoring.'

@description('What every resource name starts with: lower-case letters and digits.')
@minLength(2)
@maxLength(7)
param name string = 'lerun'

@description('Region of all resources. Must offer Flex Consumption (`az functionapp list-flexconsumption-locations`).')
param location string = resourceGroup().location

@description('Environment name that azd finds its resources by.')
param environmentName string = ''

@description('Memory of one function instance, in MB. Its CPU grows with it.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Upper bound of function instances: also the upper bound of what a flood of requests can cost.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Requests that one instance handles at a time before another instance is started.')
@minValue(1)
@maxValue(1000)
param httpConcurrency int = 32

@description('Web origins that browsers may call the API from. Mobile apps need none.')
param corsOrigins string[] = []

@description('Usernames of administrators, comma-separated. Register a username before it is named here.')
param admins string = ''

@description('Usernames of moderators, in the same form.')
param moderators string = ''

@description('Https address that links and picture URLs start with, for an app behind a domain of its own. Empty: the function app\'s own address.')
param publicUrl string = ''

@description('Accept tokens signed with the vault\'s secret `auth-previous-signing-key`, too. True during a key rotation only.')
param acceptPreviousSigningKey bool = false

@description('Cosmos DB account to use instead of the first one: the account that a backup was restored to.')
param cosmosAccountName string = ''

@description('Closes Cosmos DB, both storage accounts and Key Vault to the internet: the app reaches them by private endpoints.')
param privateNetwork bool = false

@description('A lock on the Cosmos DB account, so that nobody deletes it by mistake. Who deploys needs Microsoft.Authorization/locks/*.')
param lockData bool = false

@description('Log every request to Cosmos DB and to pictures. Worth it after an incident: it is most of the logs.')
param dataPlaneLogs bool = false

@description('How far back Cosmos DB can be restored: 7 days at no charge, 30 days at a price per GB.')
@allowed(['Continuous7Days', 'Continuous30Days'])
param backupTier string = 'Continuous7Days'

@description('Most log data ingested in a day, in GB. Beyond it logs are lost until the next day, and alerts are blind. -1: no limit.')
param dailyLogCapGb int = 1

@description('Who gets alerts and budget warnings. Empty: alerts are raised, and nobody is told.')
param alertEmail string = ''

@description('Monthly budget in the subscription\'s currency, from the first day of a month (yyyy-MM-01). Null: none.')
param budget { amount: int, startDate: string }?

@description('Random material for the first signing key. Leave it out: it is generated, used once, and then ignored.')
@secure()
param signingKeySeed string = '${newGuid()}${newGuid()}${newGuid()}'

var suffix = uniqueString(resourceGroup().id, name)
var tags = environmentName == '' ? {} : { 'azd-env-name': environmentName }

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: '${name}-id-${suffix}'
  location: location
  tags: tags
}

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = if (privateNetwork) {
  name: '${name}-net-${suffix}'
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: ['10.60.0.0/23'] }
  }

  // Flex Consumption takes the delegation of Container Apps; each instance takes an address.
  resource appSubnet 'subnets' = {
    name: 'app'
    properties: {
      addressPrefix: '10.60.0.0/24'
      delegations: [{ name: 'flex', properties: { serviceName: 'Microsoft.App/environments' } }]
    }
  }

  resource endpointSubnet 'subnets' = {
    name: 'endpoints'
    properties: { addressPrefix: '10.60.1.0/27' }
    dependsOn: [appSubnet]
  }
}

module endpoints 'network.bicep' = if (privateNetwork) {
  name: 'network'
  params: {
    name: name
    suffix: suffix
    location: location
    tags: tags
    networkId: network.id
    subnetId: network::endpointSubnet.id
    cosmosName: data.outputs.cosmosName
    mediaName: data.outputs.mediaName
    hostStorageName: app.outputs.hostStorageName
    vaultName: data.outputs.vaultName
  }
}

module availability 'availability.bicep' = {
  name: 'availability'
  params: {
    name: name
    suffix: suffix
    location: location
    tags: tags
    url: app.outputs.url
    insightsName: monitoring.outputs.insightsName
    alertEmail: alertEmail
  }
}

module data 'data.bicep' = {
  name: 'data'
  params: {
    name: name
    suffix: suffix
    location: location
    tags: tags
    principalId: identity.properties.principalId
    cosmosAccountName: cosmosAccountName
    backupTier: backupTier
    isPrivate: privateNetwork
    lockData: lockData
    signingKeySeed: signingKeySeed
  }
}

module monitoring 'monitoring.bicep' = {
  name: 'monitoring'
  params: {
    name: name
    suffix: suffix
    location: location
    tags: tags
    principalId: identity.properties.principalId
    cosmosName: data.outputs.cosmosName
    vaultName: data.outputs.vaultName
    mediaName: data.outputs.mediaName
    dataPlaneLogs: dataPlaneLogs
    dailyLogCapGb: dailyLogCapGb
    alertEmail: alertEmail
    budget: budget
  }
}

module app 'app.bicep' = {
  name: 'app'
  params: {
    name: name
    suffix: suffix
    location: location
    tags: tags
    identityName: identity.name
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    httpConcurrency: httpConcurrency
    corsOrigins: corsOrigins
    admins: admins
    moderators: moderators
    publicUrl: publicUrl
    acceptPreviousSigningKey: acceptPreviousSigningKey
    cosmosEndpoint: data.outputs.cosmosEndpoint
    cosmosDatabase: data.outputs.cosmosDatabase
    blobsEndpoint: data.outputs.blobsEndpoint
    blobsContainer: data.outputs.blobsContainer
    vaultUri: data.outputs.vaultUri
    appSubnetId: privateNetwork ? network::appSubnet.id : ''
    insightsConnectionString: monitoring.outputs.insightsConnectionString
  }
}

output API_URL string = app.outputs.url
output FUNCTION_APP_NAME string = app.outputs.appName
output COSMOS_ACCOUNT_NAME string = data.outputs.cosmosName
output KEY_VAULT_NAME string = data.outputs.vaultName
