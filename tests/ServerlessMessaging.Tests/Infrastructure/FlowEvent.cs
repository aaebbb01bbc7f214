using System.Text.Json.Nodes;

namespace ServerlessMessaging.Tests.Infrastructure;

/// <summary>An event that a bot flow received.</summary>
internal sealed class FlowEvent(string json)
{
    private readonly JsonNode _root = JsonNode.Parse(json)!;

    public string Id => (string)_root["id"]!;

    public string Type => (string)_root["type"]!;

    /// <summary>A member of its data as text; null if missing.</summary>
    public string? this[string name] => (string?)_root["data"]![name];

    /// <summary>A member of its data.</summary>
    public JsonNode? Node(string name) => _root["data"]![name];
}
