using System.Globalization;
using ServerlessMessaging.Simulator.Http;

namespace ServerlessMessaging.Simulator.Vault;

/// <summary>GET /secrets/{name}/versions: pages of versions without their values; a secret that does not exist has none.</summary>
internal sealed class SecretVersionsEndpoint(Secrets secrets)
{
    private const int LargestPage = 25;

    public Task HandleAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var name = SecretEndpoints.Name(context);
        var size = Number(query, "maxresults", 1, LargestPage) ?? LargestPage;
        var start = Number(query, "$skiptoken", 0, int.MaxValue) ?? 0;

        var vault = VaultServer.AddressOf(context);
        var versions = secrets.Versions(name);
        var page = versions.Skip(start).Take(size).Select(version => SecretBundle.Of(version, vault, withValue: false));
        var hasMore = start + (long)size < versions.Count;
        return JsonResponse.WriteAsync(context, new
        {
            Value = page.ToList(),
            NextLink = hasMore
                ? $"{vault}/secrets/{name}/versions?api-version={query["api-version"]}&$skiptoken={start + size}&maxresults={size}"
                : null,
        });
    }

    private static int? Number(IQueryCollection query, string name, int least, int most)
    {
        if (!query.TryGetValue(name, out var text))
        {
            return null;
        }

        return int.TryParse(text.ToString(), CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw RefusalException.BadRequest($"{name} must be a whole number from {least} to {most}");
    }
}
