using System.Text.Json.Nodes;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;

namespace ServerlessMessaging.EndToEndTests.Infrastructure;

/// <summary>The journal's records as they lie in storage, to be read and brought into any state.</summary>
internal sealed class TestRecords(BlobServiceClient blobs)
{
    private const string Name = "record";

    public async Task<JsonObject> ReadAsync(string id)
    {
        var properties = await Blob(id).GetPropertiesAsync(cancellationToken: TestContext.Current.CancellationToken);
        return JsonNode.Parse(Convert.FromBase64String(properties.Value.Metadata[Name]))!.AsObject();
    }

    public async Task ChangeAsync(string id, params (string Member, JsonNode? Value)[] changes)
    {
        var record = await ReadAsync(id);
        foreach (var (member, value) in changes)
        {
            record[member] = value;
        }

        var text = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(record.ToJsonString()));
        await Blob(id).SetMetadataAsync(new Dictionary<string, string> { [Name] = text }, cancellationToken: TestContext.Current.CancellationToken);
    }

    public Task DeleteAsync(string id) => Blob(id).DeleteAsync(cancellationToken: TestContext.Current.CancellationToken);

    private AppendBlobClient Blob(string id) => blobs.GetBlobContainerClient("sends").GetAppendBlobClient(id);
}
