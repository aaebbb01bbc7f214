using System.Globalization;
using ServerlessMessaging.Simulator.Http;

namespace ServerlessMessaging.Simulator.Vault;

/// <summary>GET /secrets/{name}/versions: pages of versions without their values; a secret that does not exist has none.</summary>
internal sealed class SecretVersionsEndpoint(Secrets secrets)
{
    private const int MaxPageSize = 25;

    public Task HandleAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var name = SecretEndpoints.Name(context);
        var size = Number(query, "maxresults", 1, MaxPageSize) ?? MaxPageSize;
        var start = Number(query, "$skiptoken", 0, int.MaxValue) ?? 0;

        var vault = VaultServer.AddressOf(context);
        var versions = secrets.Versions(name);
        var page = versions.Skip(start).Take(size).Select(version => SecretBundle.From(version, vault, withValue: false));
        var hasMore = start + (long)size < versions.Count;
        return JsonResponse.WriteAsync(context, new
        {
            Value = page.ToList(),
            NextLink = hasMore
                ? $"{vault}/secrets/{name}/versions?api-version={query["api-version"]}&$skiptoken={start + size}&maxresults={size}"
                : null,
        });
    }

    private static int? Number(IQueryCollection query, string name, int min, int max)
    {
        if (!query.TryGetValue(name, out var text))
        {
            return null;
        }

        return int.TryParse(text.ToString(), CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw RefusalException.BadRequest($"{name} must be a whole number from {min} to {max}");
    }
}
