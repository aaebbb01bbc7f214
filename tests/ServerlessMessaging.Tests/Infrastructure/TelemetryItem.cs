using System.Text.Json;

namespace ServerlessMessaging.Tests.Infrastructure;

/// <summary>One item as Application Insights ingests it.</summary>
internal sealed record TelemetryItem(JsonElement Envelope)
{
    private JsonElement Data => Envelope.GetProperty("data").GetProperty("baseData");

    public string Type => Envelope.GetProperty("data").GetProperty("baseType").GetString()!;

    /// <summary>The column <c>AppRoleName</c>.</summary>
    public string? Role => Envelope.GetProperty("tags").GetProperty("ai.cloud.role").GetString();

    public string? Message => Data.GetProperty("message").GetString();

    /// <summary>The name of a span.</summary>
    public string? Name => Data.GetProperty("name").GetString();

    /// <summary>The name of a metric.</summary>
    public string? Metric => Data.GetProperty("metrics")[0].GetProperty("name").GetString();

    /// <summary>A member of the column <c>Properties</c>.</summary>
    public string? Property(string name) => Data.GetProperty("properties").GetProperty(name).GetString();
}
