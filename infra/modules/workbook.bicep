metadata description = 'A workbook for the engineer on call: accepted, sent, waiting and failed messages.'

@description('Azure region.')
param location string

@description('Tags.')
param tags { *: string }

@description('Its title.')
param displayName string

@description('Resource id of the workspace that it queries.')
param workspaceId string

@description('Name of the function app, whose logs it shows.')
param functionAppName string

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, functionAppName, 'workbook')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: displayName
    category: 'workbook'
    version: '1.0'
    sourceId: workspaceId
    serializedData: replace(loadTextContent('../workbook.json'), '__FUNCTION_APP__', functionAppName)
  }
}
