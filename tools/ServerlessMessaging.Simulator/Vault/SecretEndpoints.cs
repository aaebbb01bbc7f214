using System.Text.RegularExpressions;
using ServerlessMessaging.Simulator.Http;
using ServerlessMessaging.Simulator.Json;

namespace ServerlessMessaging.Simulator.Vault;

/// <summary>The vault's operations on secrets.</summary>
internal sealed partial class SecretEndpoints(Secrets secrets)
{
    private const int MaxValueLength = 25_600;

    public Task GetAsync(HttpContext context)
    {
        var version = secrets.Find(Name(context), Version(context)) ?? throw NotFound(context);
        return version.Enabled ? WriteAsync(context, version, withValue: true) : throw Disabled();
    }

    public Task SetAsync(HttpContext context)
    {
        var name = Name(context);
        var body = Body(context);
        var value = body.RequiredText("value");
        if (value.Length > MaxValueLength)
        {
            throw body.Refuse($"'value' is longer than {MaxValueLength} characters", "value");
        }

        return WriteAsync(context, secrets.Add(name, value, SecretChange.Read(body)), withValue: true);
    }

    public Task UpdateAsync(HttpContext context)
    {
        var change = SecretChange.Read(Body(context));
        var version = secrets.Change(Name(context), Version(context)!, change) ?? throw NotFound(context);
        return WriteAsync(context, version, withValue: false);
    }

    private static MemberReader Body(HttpContext context)
    {
        MediaType.RequireJson(context.Request);
        return new MemberReader(StrictJson.Parse(context.Exchange().Body));
    }

    private static Task WriteAsync(HttpContext context, SecretVersion version, bool withValue) =>
        JsonResponse.WriteAsync(context, SecretBundle.From(version, VaultServer.AddressOf(context), withValue));

    internal static string Name(HttpContext context)
    {
        var name = (string)context.Request.RouteValues["name"]!;
        return SecretName().IsMatch(name) ? name : throw RefusalException.BadRequest("A secret's name is 1 to 127 letters, digits and hyphens");
    }

    private static string? Version(HttpContext context) => (string?)context.Request.RouteValues["version"];

    private static RefusalException NotFound(HttpContext context) =>
        new(StatusCodes.Status404NotFound, $"No secret with the name {Name(context)} and this version was found in this vault")
        {
            Code = "SecretNotFound",
        };

    private static RefusalException Disabled() =>
        new(StatusCodes.Status403Forbidden, "A disabled secret cannot be read") { InnerCode = "SecretDisabled" };

    [GeneratedRegex(@"^[0-9a-zA-Z-]{1,127}\z")]
    private static partial Regex SecretName();
}
