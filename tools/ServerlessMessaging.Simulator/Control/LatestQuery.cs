using System.Globalization;
using ServerlessMessaging.Simulator.Http;

namespace ServerlessMessaging.Simulator.Control;

/// <summary>The query <c>?latest=N</c>, which limits a list to its last N items.</summary>
internal static class LatestQuery
{
    public static int Read(IQueryCollection query)
    {
        if (!query.TryGetValue("latest", out var text))
        {
            return int.MaxValue;
        }

        return int.TryParse(text.ToString(), CultureInfo.InvariantCulture, out var latest) && latest >= 1
            ? latest
            : throw RefusalException.BadRequest("latest must be a whole number above 0");
    }
}
