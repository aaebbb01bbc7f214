# Stops azd before it creates resources without a required value.
$ErrorActionPreference = 'Stop'

function Stop-Provision([string] $message) {
    [Console]::Error.WriteLine($message)
    exit 1
}

if ([string]::IsNullOrEmpty($env:GENESYS_CLOUD_CLIENT_ID)) {
    Stop-Provision 'GENESYS_CLOUD_CLIENT_ID is not set: the id of the Genesys OAuth client. Set it with: azd env set GENESYS_CLOUD_CLIENT_ID <id>'
}

# A workflow has no environment of azd to keep them: a missing one would open storage, change the region or leave alerts without a receiver.
if ($env:CI -eq 'true') {
    foreach ($name in 'GENESYS_CLOUD_REGION', 'VNET_ENABLED', 'ALERT_EMAIL') {
        if ([string]::IsNullOrEmpty([Environment]::GetEnvironmentVariable($name))) {
            Stop-Provision "$name is not set. Set the variable of the repository or its environment: gh variable set $name"
        }
    }
}

# Without the provider, the virtual network fails with an error 500 that does not name it.
if ($env:VNET_ENABLED -eq 'true') {
    $state = if (Get-Command az -ErrorAction SilentlyContinue) { az provider show --namespace Microsoft.App --query registrationState --output tsv 2>$null }
    if (-not $state) {
        [Console]::Error.WriteLine('Could not ask whether the provider Microsoft.App is registered, which VNET_ENABLED needs: az login, or az provider register --namespace Microsoft.App --wait')
    }
    elseif ($state -ne 'Registered') {
        Stop-Provision 'VNET_ENABLED needs the provider Microsoft.App, which is not registered in this subscription. Register it with: az provider register --namespace Microsoft.App --wait'
    }
}
