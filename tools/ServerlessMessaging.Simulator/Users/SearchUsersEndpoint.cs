using System.Text.Json;
using ServerlessMessaging.Simulator.Http;
using ServerlessMessaging.Simulator.Json;

namespace ServerlessMessaging.Simulator.Users;

/// <summary>POST /api/v2/users/search, limited to EXACT on the field email.</summary>
internal sealed class SearchUsersEndpoint(UserDirectory directory)
{
    private static readonly string[] Types = ["users"];

    public Task HandleAsync(HttpContext context)
    {
        MediaType.RequireJson(context.Request);
        var body = new MemberReader(StrictJson.Parse(context.Exchange().Body));
        var found = Found(body);
        var pageSize = body.OptionalInteger("pageSize", 1, UserPage.MaxSize) ?? UserPage.DefaultSize;
        var pageNumber = body.OptionalInteger("pageNumber", 1, int.MaxValue) ?? 1;
        body.RefuseUnknown();

        var page = new UserPage(found, pageSize, pageNumber);
        return JsonResponse.WriteAsync(context, new
        {
            page.Total,
            page.PageCount,
            page.PageSize,
            page.PageNumber,
            Types,
            Results = page.Entities,
        });
    }

    private IReadOnlyList<User> Found(MemberReader body)
    {
        var query = body.RequiredList("query");
        if (query.Count == 0)
        {
            throw body.Refuse("'query' must not be empty", "query");
        }

        // Several conditions are joined by AND.
        var emails = query.Select((condition, index) => Emails(condition, JsonPath.Item("query", index))).ToList();
        return [.. directory.All.Where(user => emails.TrueForAll(any => any.Contains(user.Email, StringComparer.OrdinalIgnoreCase)))];
    }

    private static IReadOnlyList<string> Emails(JsonElement condition, string path)
    {
        var reader = new MemberReader(condition, path);
        if (reader.RequiredText("type") != "EXACT")
        {
            throw reader.Refuse("The simulator searches with the type EXACT only", "type");
        }

        var fields = Texts(reader.RequiredList("fields"), reader.PathOf("fields"));
        if (fields is not ["email"])
        {
            throw reader.Refuse("The simulator searches the field email only", "fields");
        }

        var value = reader.OptionalText("value");
        var values = reader.OptionalList("values");
        reader.RefuseUnknown();
        if (value is null == values is null)
        {
            throw reader.Refuse("Exactly one of value and values is required", "value");
        }

        return value is null ? Texts(values!, reader.PathOf("values")) : [value];
    }

    private static IReadOnlyList<string> Texts(IReadOnlyList<JsonElement> items, string path) =>
        items.All(item => item.ValueKind == JsonValueKind.String)
            ? [.. items.Select(item => item.GetString()!)]
            : throw RefusalException.BadRequest($"'{path}' must hold strings only", path);
}
