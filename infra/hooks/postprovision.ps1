# Prints the manual steps. azd passes the outputs of infra/azd.bicep as variables. None of them is secret.
$ErrorActionPreference = 'Stop'

Write-Output @"

Manual steps:

1. Put the two secrets into the Key Vault, in PowerShell with the module Az.KeyVault (Connect-AzAccount first). Each line waits
   for the value and does not show it; it appears in no process list, history or output. The first is the secret of the Genesys
   OAuth client; choose the second one yourself.

   Set-AzKeyVaultSecret -VaultName $env:KEY_VAULT_NAME -Name genesys-client-secret -SecretValue (Read-Host -AsSecureString) | Out-Null
   Set-AzKeyVaultSecret -VaultName $env:KEY_VAULT_NAME -Name genesys-webhook-secret -SecretValue (Read-Host -AsSecureString) | Out-Null

2. In Genesys Cloud, set in the Open Messaging integration:

   Outbound Notification Webhook URL                      $env:WEBHOOK_URL
   Outbound Notification Webhook Signature Secret Token   the value of genesys-webhook-secret

3. After the deployment (azd up continues with it; otherwise azd deploy) create a key for each caller: one value, on each function that it calls.
   This one sends over HTTP:

   `$KEY = [Convert]::ToHexString([Security.Cryptography.RandomNumberGenerator]::GetBytes(32)); foreach (`$f in 'SendMessage', 'SendMessageBatch', 'GetMessage', 'CancelMessage', 'PreviewMessage') { az functionapp function keys set --resource-group $env:AZURE_RESOURCE_GROUP --name $env:FUNCTION_APP_NAME --function-name `$f --key-name <caller> --key-value `$KEY --output none }; `$KEY

   Operators need a key of the operator functions: docs/deploy.md, A key for each caller.
   Never give out the host key or the master key: they open every function, the operators' too.

4. Check: Invoke-RestMethod $env:API_URL/health

"@
