using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessMessaging.DevHost.Demo;

/// <summary>A sample as a request with a unique id, because kept data contain the ids of earlier demos.</summary>
internal sealed class DemoRequest
{
    private readonly JsonObject _request;

    public DemoRequest(string file, string suffix)
    {
        Name = $"samples/{Path.GetFileName(file)}";
        _request = JsonNode.Parse(File.ReadAllBytes(file))!.AsObject();
        Id = $"{_request["id"] ?? Path.GetFileNameWithoutExtension(file)}-{suffix}";
        _request["id"] = Id;
    }

    public string Name { get; }

    public string Id { get; }

    public byte[] Body => JsonSerializer.SerializeToUtf8Bytes(_request);

    public DemoRequest At(DateTimeOffset sendAt)
    {
        _request["sendAt"] = sendAt.UtcDateTime.ToString("O");
        return this;
    }
}
