using System.ComponentModel.DataAnnotations;

namespace ServerlessMessaging.Genesys;

/// <summary>What annotations cannot say about <see cref="GenesysOptions"/>.</summary>
internal sealed class GenesysOptionsValidator : IValidateOptions<GenesysOptions>
{
    public ValidateOptionsResult Validate(string? name, GenesysOptions options)
    {
        var failures = new List<string>();
        if (!GenesysRegions.Domains.ContainsKey(options.Region) && (options.LoginUrl is null || options.ApiUrl is null))
        {
            failures.Add($"Genesys:Region '{options.Region}' is unknown. Known: {string.Join(", ", GenesysRegions.Domains.Keys.Order(StringComparer.Ordinal))}. For another one set Genesys:LoginUrl and Genesys:ApiUrl.");
        }

        CheckAddress("Genesys:LoginUrl", options.LoginUrl, failures);
        CheckAddress("Genesys:ApiUrl", options.ApiUrl, failures);
        CheckClients(options, failures);

        if (options.AttemptTimeout < options.MinimumAttempt)
        {
            failures.Add("Genesys:AttemptTimeout must not be shorter than Genesys:MinimumAttempt.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static void CheckClients(GenesysOptions options, List<string> failures)
    {
        if (options.Clients.Count == 0)
        {
            failures.Add("Genesys:Clients is empty. Set Genesys:Clients:0:ClientId to the id of the OAuth client (grant type client credentials).");
        }

        for (var index = 0; index < options.Clients.Count; index++)
        {
            var results = new List<ValidationResult>();
            Validator.TryValidateObject(options.Clients[index], new ValidationContext(options.Clients[index]), results, validateAllProperties: true);
            failures.AddRange(results.Select(result => $"Genesys:Clients:{index}:{result.ErrorMessage}"));
        }

        // The same allowance twice would be used twice.
        var repeated = options.Clients.GroupBy(client => client.ClientId, StringComparer.Ordinal).Where(group => group.Key.Length > 0 && group.Count() > 1);
        failures.AddRange(options.AllowancePerToken ? [] : repeated.Select(group =>
            $"Genesys:Clients names the client '{group.Key}' {group.Count()} times. Its tokens share one allowance: name it once, or set Genesys:AllowancePerToken if Genesys counts yours by token."));
    }

    // Secrets and tokens travel there: in the clear only where they do not leave the machine.
    private static void CheckAddress(string setting, Uri? address, List<string> failures)
    {
        if (address is not null && !(address.IsAbsoluteUri
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            && address.PathAndQuery == "/" && address.UserInfo.Length == 0))
        {
            failures.Add($"{setting} must be an absolute https URL without path, query and user (http only on loopback).");
        }
    }
}
