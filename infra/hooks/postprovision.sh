#!/bin/sh
# Tells what only a person can do. azd passes the outputs of infra/azd.bicep as variables. Nothing here is secret.
set -eu

cat <<END

What is left to do:

1. Put the two secrets into the Key Vault, in bash or zsh. Each line waits for the secret and shows nothing; no process list,
   history or output holds it. The first is the Genesys OAuth client's secret, the second one is for you to choose.

   IFS= read -rs SECRET && printf '%s' "\$SECRET" | az keyvault secret set --vault-name $KEY_VAULT_NAME --name genesys-client-secret --file /dev/stdin --output none; unset SECRET
   IFS= read -rs SECRET && printf '%s' "\$SECRET" | az keyvault secret set --vault-name $KEY_VAULT_NAME --name genesys-webhook-secret --file /dev/stdin --output none; unset SECRET

2. In Genesys Cloud, set in the Open Messaging integration:

   Outbound Notification Webhook URL                      $WEBHOOK_URL
   Outbound Notification Webhook Signature Secret Token   what you put as genesys-webhook-secret

3. After the deployment (azd deploy; azd up goes on with it by itself), make each caller a key of its own:

   az functionapp function keys set --resource-group $AZURE_RESOURCE_GROUP --name $FUNCTION_APP_NAME --function-name SendMessage --key-name <caller>

   The command prints the key: hand it over safely. It opens this one function. A caller of several functions gets
   one key for all of them, which also opens the dead letters:

   az functionapp keys set --resource-group $AZURE_RESOURCE_GROUP --name $FUNCTION_APP_NAME --key-type functionKeys --key-name <caller>

   Never hand out the key "default" or the master key.

4. Look: curl $API_URL/health

END
