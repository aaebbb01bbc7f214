namespace ServerlessMessaging.Genesys;

/// <summary>What annotations cannot say about <see cref="GenesysOptions"/>.</summary>
internal sealed class GenesysOptionsValidator : IValidateOptions<GenesysOptions>
{
    public ValidateOptionsResult Validate(string? name, GenesysOptions options) =>
        Failures(options).ToList() is { Count: > 0 } failures ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;

    private static IEnumerable<string> Failures(GenesysOptions options)
    {
        if (!GenesysRegions.Domains.ContainsKey(options.Region) && (options.LoginUrl is null || options.ApiUrl is null))
        {
            yield return $"Genesys:Region '{options.Region}' is unknown. Known: {string.Join(", ", GenesysRegions.Domains.Keys.Order(StringComparer.Ordinal))}. "
                + "For another one set Genesys:LoginUrl and Genesys:ApiUrl.";
        }

        foreach (var (setting, address) in new[] { ("Genesys:LoginUrl", options.LoginUrl), ("Genesys:ApiUrl", options.ApiUrl) })
        {
            if (address is not null && !IsAllowed(address))
            {
                yield return $"{setting} must be an absolute https URL without path, query and user (http only on loopback).";
            }
        }

        if (options.Clients.Count == 0)
        {
            yield return "Genesys:Clients is empty. Set Genesys:Clients:0:ClientId to the id of the OAuth client (grant type client credentials).";
        }

        foreach (var (index, client) in options.Clients.Index())
        {
            var results = new List<ValidationResult>();
            Validator.TryValidateObject(client, new ValidationContext(client), results, validateAllProperties: true);
            foreach (var result in results)
            {
                yield return $"Genesys:Clients:{index}:{result.ErrorMessage}";
            }
        }

        // The same allowance twice would be used twice.
        var repeated = options.Clients.CountBy(client => client.ClientId).Where(pair => pair.Key.Length > 0 && pair.Value > 1);
        foreach (var (clientId, count) in options.AllowancePerToken ? [] : repeated)
        {
            yield return $"Genesys:Clients names the client '{clientId}' {count} times. Its tokens share one allowance: name it once, "
                + "or set Genesys:AllowancePerToken if Genesys counts yours by token.";
        }
    }

    // Secrets and tokens travel there: in the clear only where they do not leave the machine.
    private static bool IsAllowed(Uri address) => address.IsAbsoluteUri
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        && address.PathAndQuery == "/" && address.UserInfo.Length == 0;
}
