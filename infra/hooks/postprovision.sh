#!/bin/sh
# Prints the manual steps. azd passes the outputs of infra/azd.bicep as variables. None of them is secret.
set -eu

cat <<END

Manual steps:

1. Put the two secrets into the Key Vault, in bash or zsh. Each line waits for the value and does not show it; it appears in no
   process list, history or output. The first is the secret of the Genesys OAuth client; choose the second one yourself.

   IFS= read -rs SECRET && printf '%s' "\$SECRET" | az keyvault secret set --vault-name $KEY_VAULT_NAME --name genesys-client-secret --file /dev/stdin --output none; unset SECRET
   IFS= read -rs SECRET && printf '%s' "\$SECRET" | az keyvault secret set --vault-name $KEY_VAULT_NAME --name genesys-webhook-secret --file /dev/stdin --output none; unset SECRET

2. In Genesys Cloud, set in the Open Messaging integration:

   Outbound Notification Webhook URL                      $WEBHOOK_URL
   Outbound Notification Webhook Signature Secret Token   the value of genesys-webhook-secret

3. After the deployment (azd up continues with it; otherwise azd deploy) create a key for each caller: one value, on each function that it calls.
   This one sends over HTTP:

   KEY=\$(openssl rand -hex 32); for f in SendMessage SendMessageBatch GetMessage CancelMessage PreviewMessage; do az functionapp function keys set --resource-group $AZURE_RESOURCE_GROUP --name $FUNCTION_APP_NAME --function-name \$f --key-name <caller> --key-value "\$KEY" --output none; done; echo "\$KEY"

   Operators need a key of the operator functions: docs/deploy.md, A key for each caller.
   Never give out the host key or the master key: they open every function, the operators' too.

4. Check: curl $API_URL/health

END
