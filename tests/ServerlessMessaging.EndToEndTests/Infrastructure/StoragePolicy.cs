using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Web;
using Azure.Core;
using Azure.Core.Pipeline;

namespace ServerlessMessaging.EndToEndTests.Infrastructure;

/// <summary>
/// Checks every storage request against the limits of Azure, because the emulator accepts more: the time to live and visibility of messages,
/// their size and characters, the bytes of metadata, the keys and sizes of table entities.
/// </summary>
internal sealed class StoragePolicy : HttpPipelineSynchronousPolicy
{
    private const int MaxTextLength = 60_000;
    private const int MaxMetadata = 8 * 1024;
    private const int MaxProperty = 64 * 1024;
    private const int MaxEntity = 1024 * 1024;
    private const int MaxKey = 1024;
    private static readonly TimeSpan MaxVisibility = TimeSpan.FromDays(7);
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly ConcurrentQueue<QueuePut> _puts = new();
    private readonly ConcurrentQueue<string> _calls = new();
    private readonly ConcurrentDictionary<string, bool> _written = new();

    /// <summary>The requests that Azure would have refused.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    /// <summary>How many messages, metadata and entities were checked.</summary>
    public (int Messages, int Metadata, int Entities) Checked => (_messages, _metadata, _entities);

    /// <summary>The containers, queues and tables that were written.</summary>
    public IReadOnlyCollection<string> Written => [.. _written.Keys];

    public void ClearCalls() => _calls.Clear();

    /// <summary>The messages that were put on queues, in order.</summary>
    public IReadOnlyList<QueuePut> Puts => [.. _puts];

    /// <summary>The calls that were made, in order: the HTTP method and the table, queue or container.</summary>
    public IReadOnlyList<string> Calls => [.. _calls];

    private int _messages;
    private int _metadata;
    private int _entities;

    public override void OnSendingRequest(HttpMessage message)
    {
        var address = message.Request.Uri.ToUri();
        _calls.Enqueue($"{message.Request.Method} {address.Segments[Math.Min(2, address.Segments.Length - 1)].TrimEnd('/').Split('(')[0]}");
        if (message.Request.Headers.Contains("DataServiceVersion"))
        {
            CheckTable(message.Request, address.Segments[^1]);
            return;
        }

        if (message.Request.Method != RequestMethod.Get && message.Request.Method != RequestMethod.Head && address.Segments.Length > 3)
        {
            // "/", the account, then the container or queue; without more it is only created.
            _written[address.Segments[2].TrimEnd('/')] = true;
        }

        if (message.Request.Method == RequestMethod.Post && address.AbsolutePath.EndsWith("/messages", StringComparison.Ordinal))
        {
            CheckMessage(message.Request, address.Segments[^2].TrimEnd('/'), HttpUtility.ParseQueryString(address.Query));
        }

        CheckMetadata(message.Request);
    }

    private void CheckMessage(Request request, string queue, System.Collections.Specialized.NameValueCollection query)
    {
        Interlocked.Increment(ref _messages);
        var visibility = TimeSpan.FromSeconds(int.Parse(query["visibilitytimeout"] ?? "0", CultureInfo.InvariantCulture));
        Require(query["messagettl"] == "-1", $"a time to live of {query["messagettl"]} loses messages");
        Require(visibility <= MaxVisibility, $"a visibility of {visibility} is longer than a queue takes");
        using var body = new MemoryStream();
        request.Content!.WriteTo(body, CancellationToken.None);
        var text = WebUtility.HtmlDecode(Encoding.UTF8.GetString(body.ToArray()));
        var start = text.IndexOf("<MessageText>", StringComparison.Ordinal) + "<MessageText>".Length;
        var length = text.IndexOf("</MessageText>", StringComparison.Ordinal) - start;
        _puts.Enqueue(new(queue, visibility, text.Substring(start, length)));
        Require(length <= MaxTextLength, $"a text of {length} bytes does not fit");
        Require(text.Skip(start).Take(length).All(char.IsAscii), "a text holds more than ASCII");
    }

    private void CheckTable(Request request, string address)
    {
        var table = address.Split('(')[0];
        if (request.Method == RequestMethod.Get || request.Content is null || table is "Tables" or "$batch")
        {
            return;
        }

        Interlocked.Increment(ref _entities);
        _written[table] = true;
        using var body = new MemoryStream();
        request.Content.WriteTo(body, CancellationToken.None);
        var properties = JsonDocument.Parse(body.ToArray()).RootElement.EnumerateObject().Where(property => !property.Name.Contains('@', StringComparison.Ordinal)).ToList();
        // A property takes two bytes for each character of its name and of a string, and at most 16 for another value.
        var sizes = properties.Select(property => (property.Name, Value: property.Value.ValueKind == JsonValueKind.String ? 2 * property.Value.GetString()!.Length : 16)).ToList();
        Require(sizes.All(size => size.Value <= MaxProperty), $"a property of {table} does not fit: {sizes.MaxBy(size => size.Value)}");
        Require(sizes.Sum(size => (2 * size.Name.Length) + size.Value + 8) <= MaxEntity, $"an entity of {table} does not fit");
        foreach (var key in properties.Where(property => property.Name is "PartitionKey" or "RowKey").Select(property => property.Value.GetString()!))
        {
            Require(2 * key.Length <= MaxKey && !key.Any(character => character is '/' or '\\' or '#' or '?' || char.IsControl(character)), $"the key {key} of {table} cannot be one");
        }
    }

    private void CheckMetadata(Request request)
    {
        var metadata = request.Headers.Where(header => header.Name.StartsWith("x-ms-meta-", StringComparison.OrdinalIgnoreCase)).ToList();
        if (metadata.Count == 0)
        {
            return;
        }

        Interlocked.Increment(ref _metadata);
        var bytes = metadata.Sum(header => header.Name.Length + header.Value.Length);
        Require(bytes <= MaxMetadata, $"metadata of {bytes} bytes do not fit");
        Require(metadata.All(header => header.Value.All(char.IsAscii)), "metadata hold more than ASCII");
    }

    private void Require(bool holds, string fault)
    {
        if (!holds)
        {
            _faults.Enqueue(fault);
        }
    }
}

/// <summary>A message that the product put on a queue.</summary>
internal sealed record QueuePut(string Queue, TimeSpan Visibility, string Text)
{
    /// <summary>The attempt of the message; null for a requeued message without a record.</summary>
    public int? Attempt => JsonDocument.Parse(Text).RootElement.GetProperty("content").GetProperty("attempt") is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : null;
}
