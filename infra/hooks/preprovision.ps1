# Stops azd before it creates resources without a required value.
$ErrorActionPreference = 'Stop'

if ([string]::IsNullOrEmpty($env:GENESYS_CLOUD_CLIENT_ID)) {
    [Console]::Error.WriteLine('GENESYS_CLOUD_CLIENT_ID is not set: the id of the Genesys OAuth client. Set it with: azd env set GENESYS_CLOUD_CLIENT_ID <id>')
    exit 1
}
