using ServerlessMessaging.Simulator.Http;

namespace ServerlessMessaging.Simulator.Users;

/// <summary>GET /api/v2/users: all users, or those with an email address unless the setting ignores the parameter.</summary>
internal sealed class ListUsersEndpoint(UserDirectory directory, SimulatorSettings settings)
{
    public Task HandleAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var page = new UserPage(
            Found(query),
            UserPage.QueryNumber(query, "pageSize", UserPage.DefaultSize, UserPage.MaxSize),
            UserPage.QueryNumber(query, "pageNumber", 1, int.MaxValue));

        return JsonResponse.WriteAsync(context, new
        {
            page.Entities,
            page.PageSize,
            page.PageNumber,
            page.Total,
            FirstUri = Uri(page.PageSize, 1),
            SelfUri = Uri(page.PageSize, page.PageNumber),
            LastUri = Uri(page.PageSize, Math.Max(1, page.PageCount)),
            page.PageCount,
        });
    }

    private IReadOnlyList<User> Found(IQueryCollection query)
    {
        if (settings.IgnoreEmailParameter || !query.TryGetValue("email", out var emails))
        {
            return directory.All;
        }

        return emails.Count == 1
            ? directory.WithEmail(emails.ToString())
            : throw RefusalException.BadRequest("The parameter email is allowed once", "email");
    }

    private static string Uri(int pageSize, int pageNumber) => $"/api/v2/users?pageSize={pageSize}&pageNumber={pageNumber}";
}
