metadata description = 'Logs, metrics, alerts and the budget. docs/operations.md says what to do when an alert fires.'

param name string
param suffix string
param location string
param tags { *: string }

@description('The app\'s identity, which may write telemetry.')
param principalId string

param cosmosName string
param vaultName string
param mediaName string

@description('Whether every request to Cosmos DB and to pictures is logged: who asked for what.')
param dataPlaneLogs bool
param dailyLogCapGb int
param alertEmail string
param budget { amount: int, startDate: string }?

var monitoringMetricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb'
var actionGroups = alertEmail == '' ? [] : [mailGroup.id]

// Each query answers a row when there is something to tell, and none when all is well.
var logAlerts = [
  {
    name: 'server-errors'
    description: 'More than 2 % of requests, and at least 5, failed with a 5xx status within 5 minutes.'
    severity: 1
    frequency: 'PT5M'
    window: 'PT5M'
    query: '''
      requests
      | where toint(resultCode) >= 100
      | summarize failed = sumif(itemCount, toint(resultCode) >= 500), total = sum(itemCount)
      | where failed >= 5 and failed * 50 > total
    '''
  }
  {
    name: 'slow-requests'
    description: 'The 95th percentile of request durations was over 2 seconds within 15 minutes, of at least 50 requests.'
    severity: 2
    frequency: 'PT5M'
    window: 'PT15M'
    query: '''
      requests
      | where toint(resultCode) >= 100
      | summarize p95 = percentilew(duration, itemCount, 95), total = sum(itemCount)
      | where total >= 50 and p95 > 2000
    '''
  }
  {
    name: 'reports-overdue'
    description: 'Reported cases wait for a moderator for longer than 24 hours. App stores want action within them.'
    severity: 2
    frequency: 'PT1H'
    window: 'PT1H'
    // FinishDecisions says so every minute while it is so.
    query: '''
      traces
      | where message has 'reported cases are overdue'
      | summarize warnings = sum(itemCount)
      | where warnings > 0
    '''
  }
  {
    name: 'expiry-timer-silent'
    description: 'ExpireRunRooms, due every 5 minutes, has not succeeded for 20 minutes: timers are not running.'
    severity: 1
    frequency: 'PT5M'
    window: 'PT20M'
    // Timers run on instances of their own, far below the sampling threshold of host.json: no run goes uncounted.
    query: '''
      requests
      | where name == 'ExpireRunRooms' and success == true
      | summarize runs = count()
      | where runs == 0
    '''
  }
]

resource cosmos 'Microsoft.DocumentDB/databaseAccounts@2026-03-15' existing = {
  name: cosmosName
}

resource vault 'Microsoft.KeyVault/vaults@2026-02-01' existing = {
  name: vaultName
}

resource logs 'Microsoft.OperationalInsights/workspaces@2026-03-01' = {
  name: '${name}-logs-${suffix}'
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: 30
    features: { disableLocalAuth: true }
    workspaceCapping: { dailyQuotaGb: dailyLogCapGb }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: '${name}-insights-${suffix}'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: logs.id
    DisableLocalAuth: true
  }
}

resource insightsAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: insights
  name: guid(insights.id, principalId, monitoringMetricsPublisher)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', monitoringMetricsPublisher)
  }
}

// Who read or changed the signing key. A preview: the one stable version of this type, of 2016, lacks category groups.
resource vaultAudit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: vault
  name: 'audit'
  properties: {
    workspaceId: logs.id
    logs: [{ categoryGroup: 'audit', enabled: true }]
  }
}

resource cosmosAudit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: cosmos
  name: 'audit'
  properties: {
    workspaceId: logs.id
    logAnalyticsDestinationType: 'Dedicated'
    logs: [
      { category: 'ControlPlaneRequests', enabled: true }
      { category: 'DataPlaneRequests', enabled: dataPlaneLogs }
    ]
  }
}

resource media 'Microsoft.Storage/storageAccounts@2026-04-01' existing = {
  name: mediaName

  resource blobs 'blobServices' existing = {
    name: 'default'
  }
}

resource picturesAudit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: media::blobs
  name: 'audit'
  properties: {
    workspaceId: logs.id
    logs: [
      { category: 'StorageRead', enabled: dataPlaneLogs }
      { category: 'StorageWrite', enabled: dataPlaneLogs }
      { category: 'StorageDelete', enabled: true }
    ]
  }
}

resource logCapReached 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = {
  name: '${name}-log-cap'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: '${name}: log-cap'
    description: 'The daily cap of logs is reached: until tomorrow alerts on logs are blind.'
    enabled: true
    severity: 2
    scopes: [logs.id]
    evaluationFrequency: 'PT15M'
    windowSize: 'PT15M'
    autoMitigate: true
    criteria: {
      allOf: [
        {
          query: '_LogOperation | where Category =~ "Ingestion" and Detail has "OverQuota"'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    actions: { actionGroups: actionGroups }
  }
}

resource mailGroup 'Microsoft.Insights/actionGroups@2023-01-01' = if (alertEmail != '') {
  name: '${name}-operators'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: name
    enabled: true
    emailReceivers: [{ name: 'operators', emailAddress: alertEmail, useCommonAlertSchema: true }]
  }
}

resource logAlertRules 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = [
  for alert in logAlerts: {
    name: '${name}-${alert.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: '${name}: ${alert.name}'
      description: alert.description
      enabled: true
      severity: alert.severity
      scopes: [insights.id]
      evaluationFrequency: alert.frequency
      windowSize: alert.window
      autoMitigate: true
      criteria: {
        allOf: [
          {
            query: alert.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: actionGroups }
    }
  }
]

resource throttled 'Microsoft.Insights/metricAlerts@2026-01-01' = {
  name: '${name}-cosmos-throttled'
  location: 'global'
  tags: tags
  properties: {
    description: 'Cosmos DB answered more than 100 requests with 429 within 5 minutes.'
    enabled: true
    severity: 2
    scopes: [cosmos.id]
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'throttled'
          metricNamespace: 'Microsoft.DocumentDB/databaseAccounts'
          metricName: 'TotalRequests'
          dimensions: [{ name: 'StatusCode', operator: 'Include', values: ['429'] }]
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 100
        }
      ]
    }
    actions: map(actionGroups, id => { actionGroupId: id })
  }
}

resource spending 'Microsoft.Consumption/budgets@2026-06-01' = if (budget != null && alertEmail != '') {
  name: '${name}-monthly'
  properties: {
    category: 'Cost'
    timeGrain: 'Monthly'
    amount: budget!.amount
    timePeriod: { startDate: budget!.startDate }
    notifications: {
      actualOver80Percent: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 80
        thresholdType: 'Actual'
        contactEmails: [alertEmail]
      }
      forecastOver100Percent: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 100
        thresholdType: 'Forecasted'
        contactEmails: [alertEmail]
      }
    }
  }
}

output insightsName string = insights.name
output insightsConnectionString string = insights.properties.ConnectionString
