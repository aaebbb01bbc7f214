using System.Text.Json;
using ServerlessMessaging.Simulator.Http;
using ServerlessMessaging.Simulator.Json;

namespace ServerlessMessaging.Simulator.Vault;

/// <summary>The attributes in a PUT or PATCH; null leaves a member unchanged.</summary>
internal sealed record SecretChange(
    bool? Enabled,
    DateTimeOffset? NotBefore,
    DateTimeOffset? Expires,
    string? ContentType,
    IReadOnlyDictionary<string, string>? Tags)
{
    private const int MaxSeconds = int.MaxValue;

    public static SecretChange Read(MemberReader body)
    {
        var attributes = body.OptionalObject("attributes");
        var change = new SecretChange(
            attributes?.OptionalFlag("enabled"),
            Time(attributes, "nbf"),
            Time(attributes, "exp"),
            body.OptionalText("contentType"),
            ReadTags(body));
        attributes?.RefuseUnknown();
        body.RefuseUnknown();
        return change;
    }

    public SecretVersion ApplyTo(SecretVersion version) => version with
    {
        Enabled = Enabled ?? version.Enabled,
        NotBefore = NotBefore ?? version.NotBefore,
        Expires = Expires ?? version.Expires,
        ContentType = ContentType ?? version.ContentType,
        Tags = Tags ?? version.Tags,
    };

    private static DateTimeOffset? Time(MemberReader? attributes, string name) =>
        attributes?.OptionalInteger(name, 0, MaxSeconds) is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    private static Dictionary<string, string>? ReadTags(MemberReader body)
    {
        if (body.OptionalElement("tags", "an object", JsonValueKind.Object) is not { } tags)
        {
            return null;
        }

        return tags.EnumerateObject().ToDictionary(
            tag => tag.Name,
            tag => tag.Value.ValueKind == JsonValueKind.String
                ? tag.Value.GetString()!
                : throw RefusalException.BadRequest("The value of a tag must be a string", JsonPath.Member("tags", tag.Name)));
    }
}
