using System.ComponentModel.DataAnnotations;

namespace ServerlessMessaging.Genesys;

/// <summary>An OAuth client of the organisation, of the grant type client credentials.</summary>
public sealed class OAuthClientOptions
{
    /// <summary>The client's id.</summary>
    /// <value>No default: required.</value>
    [Required(ErrorMessage = "ClientId is missing. Set it to the id of the OAuth client (grant type client credentials).")]
    public string ClientId { get; set; } = string.Empty;

    /// <summary>The name of the secret in Key Vault that holds the client's secret.</summary>
    /// <value>Default <c>genesys-client-secret</c>.</value>
    [Required(ErrorMessage = "SecretName is empty. Leave it out for the default.")]
    [RegularExpression("^[0-9A-Za-z-]{1,127}$", ErrorMessage = "SecretName is none of Key Vault: 1 to 127 letters, digits and '-'.")]
    public string SecretName { get; set; } = "genesys-client-secret";
}
