metadata description = 'Asks the app from outside whether it can serve, and tells when it cannot.'

param name string
param suffix string
param location string
param tags { *: string }
param url string
param insightsName string
param alertEmail string

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource operators 'Microsoft.Insights/actionGroups@2023-01-01' existing = if (alertEmail != '') {
  name: '${name}-operators'
}

resource health 'Microsoft.Insights/webtests@2022-06-15' = {
  name: '${name}-health-${suffix}'
  location: location
  tags: union(tags, { 'hidden-link:${insights.id}': 'Resource' })
  kind: 'standard'
  properties: {
    SyntheticMonitorId: '${name}-health-${suffix}'
    Name: '${name}: health'
    Kind: 'standard'
    Enabled: true
    // Every 15 minutes from each: often enough to tell, and seldom enough to keep no instance awake.
    Frequency: 900
    Timeout: 30
    RetryEnabled: true
    Locations: [{ Id: 'emea-nl-ams-azr' }, { Id: 'apac-hk-hkn-azr' }]
    Request: { RequestUrl: '${url}/api/health', HttpVerb: 'GET', ParseDependentRequests: false }
    ValidationRules: { ExpectedHttpStatusCode: 200, SSLCheck: true, SSLCertRemainingLifetimeCheck: 7 }
  }
}

resource unreachable 'Microsoft.Insights/metricAlerts@2026-01-01' = {
  name: '${name}-unreachable'
  location: 'global'
  tags: tags
  properties: {
    description: 'GET /api/health failed from both regions that ask.'
    enabled: true
    severity: 1
    scopes: [health.id, insights.id]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT30M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      webTestId: health.id
      componentId: insights.id
      failedLocationCount: 2
    }
    actions: alertEmail == '' ? [] : [{ actionGroupId: operators.id }]
  }
}
