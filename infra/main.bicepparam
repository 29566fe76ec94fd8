using 'main.bicep'

// Values come from the environment, so that azd, a shell and the workflow share this file. Empty ones mean the default.
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', '')
param admins = readEnvironmentVariable('LERUN_ADMINS', '')
param moderators = readEnvironmentVariable('LERUN_MODERATORS', '')
param publicUrl = readEnvironmentVariable('LERUN_PUBLIC_URL', '')
param alertEmail = readEnvironmentVariable('LERUN_ALERT_EMAIL', '')
param cosmosAccountName = readEnvironmentVariable('LERUN_COSMOS_ACCOUNT', '')
param privateNetwork = bool(readEnvironmentVariable('LERUN_PRIVATE_NETWORK', 'false'))
param lockData = bool(readEnvironmentVariable('LERUN_LOCK_DATA', 'false'))
param dataPlaneLogs = bool(readEnvironmentVariable('LERUN_DATA_PLANE_LOGS', 'false'))
param acceptPreviousSigningKey = bool(readEnvironmentVariable('LERUN_ACCEPT_PREVIOUS_SIGNING_KEY', 'false'))

// param corsOrigins = ['https://app.example.com']
// param budget = { amount: 50, startDate: '2026-01-01' }
