using System.Text.Json;

namespace ServerlessMessaging.Tests.Infra;

/// <summary>A resource of a deployment. What is known only in Azure is an ARM expression, such as <c>[reference(...)]</c>.</summary>
internal sealed record DeployedResource(JsonElement Json)
{
    public string Id => this["id"].GetString()!;

    public string Type => this["type"].GetString()!;

    /// <summary>The last segment of the name.</summary>
    public string Name => this["name"].GetString()!.Split('/')[^1];

    /// <summary>The value at a path such as <c>properties.sku.name</c>.</summary>
    public JsonElement this[string path] => Find(path) ?? throw new KeyNotFoundException($"{Json.GetProperty("id")} has no {path}.");

    public JsonElement? Find(string path)
    {
        var found = Json;
        return path.Split('.').All(member => found.ValueKind == JsonValueKind.Object && found.TryGetProperty(member, out found)) ? found : null;
    }

    public override string ToString() => Id;
}
