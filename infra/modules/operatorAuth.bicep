metadata description = 'Entra sign-in in front of /api/operator. Every other route is excluded from it.'

@description('Name of the function app.')
param functionAppName string

@description('Client id of the app registration of the operator functions.')
param clientId string

@description('Object ids of the groups whose members are operators; empty for every user of the app registration.')
param operatorGroupIds string[]

// Every route outside /api/operator. What is not listed needs a token. Only a trailing /* is a confirmed wildcard.
var excludedPaths = [
  '/api/messages'
  '/api/messages/*'
  '/api/webhooks/genesys'
  '/api/health'
]

resource app 'Microsoft.Web/sites@2025-03-01' existing = {
  name: functionAppName
}

resource authentication 'Microsoft.Web/sites/config@2025-03-01' = {
  parent: app
  name: 'authsettingsV2'
  properties: {
    platform: {
      enabled: true
    }
    globalValidation: {
      requireAuthentication: true
      unauthenticatedClientAction: 'Return401'
      excludedPaths: excludedPaths
    }
    httpSettings: {
      requireHttps: true
    }
    identityProviders: {
      azureActiveDirectory: {
        enabled: true
        registration: {
          clientId: clientId
          openIdIssuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
        }
        validation: {
          allowedAudiences: [
            clientId
            'api://${clientId}'
          ]
          defaultAuthorizationPolicy: empty(operatorGroupIds) ? null : {
            allowedPrincipals: {
              groups: operatorGroupIds
            }
          }
        }
      }
    }
    login: {
      tokenStore: {
        enabled: false
      }
    }
  }
}
