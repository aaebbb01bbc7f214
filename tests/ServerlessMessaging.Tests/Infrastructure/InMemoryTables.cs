using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Tests.Infrastructure;

/// <summary>The table service in memory, called by the real client: versions, conditions, filters, continuations, and the service's clock.</summary>
internal sealed partial class InMemoryTables(TimeProvider clock) : HttpMessageHandler
{
    private const int PageSize = 1000;
    private const string Continuation = "x-ms-continuation-Next";
    private readonly ConcurrentDictionary<string, SortedDictionary<(string Partition, string Row), StoredRow>> _tables = new(TableNames.All.Select(table => KeyValuePair.Create(table, NewTable())));
    private readonly ConcurrentDictionary<string, StorageFaultScript> _faults = new();
    private int _version;

    /// <summary>Method and table of each request, in order.</summary>
    public ConcurrentQueue<(string Method, string Table)> Requests { get; } = new();

    /// <summary>The real client of this service.</summary>
    public TableServiceClient CreateClient() => new(
        new Uri("https://memory.table.core.windows.net"),
        new TableSharedKeyCredential("memory", Convert.ToBase64String(new byte[32])),
        new TableClientOptions { Transport = new HttpClientTransport(this), Retry = { MaxRetries = 0 } });

    /// <summary>The faults of the next requests to a table.</summary>
    public StorageFaultScript FaultsOf(string table) => _faults.GetOrAdd(table, _ => new());

    /// <summary>The rows of a table, in the order of their keys.</summary>
    public IReadOnlyList<JsonObject> Rows(string table) => Locked(table, rows => rows.Values.Select(row => row.Values.DeepClone().AsObject()).ToArray());

    /// <summary>Changes stored rows of a table without the application; null deletes a row.</summary>
    public void Change(string table, string rowKey, Func<JsonObject, JsonObject?> change) => Locked(table, rows =>
    {
        foreach (var (key, row) in rows.Where(pair => pair.Key.Row == rowKey).ToArray())
        {
            if (change(row.Values) is { } changed)
            {
                rows[key] = New(changed);
            }
            else
            {
                rows.Remove(key);
            }
        }

        return true;
    });

    /// <summary>The versions of a table's rows by their RowKey.</summary>
    public IReadOnlyDictionary<string, string> Versions(string table) => Locked(table, rows => rows.ToDictionary(pair => pair.Key.Row, pair => pair.Value.Version));

    /// <summary>Sets the form of a row, as another version of the application would.</summary>
    public void SetForm(string table, string rowKey, int form) => Change(table, rowKey, row =>
    {
        row[TableStore<object>.FormProperty] = form;
        return row;
    });

    /// <summary>Changes a row before each replacement, as another process would, so that no conditional write succeeds.</summary>
    public void ChangeBeforeEachPut(string table, string rowKey) => FaultsOf(table).Before = method =>
    {
        if (method == "PUT")
        {
            Change(table, rowKey, row => row);
        }

        return Task.CompletedTask;
    };

    /// <summary>Deletes a table.</summary>
    public void Drop(string table) => _tables.TryRemove(table, out _);

    /// <summary>Writes a row without the application.</summary>
    public void Put(string table, TableEntity entity) => Locked(table, rows =>
    {
        rows[(entity.PartitionKey, entity.RowKey)] = New(JsonOf(entity));
        return true;
    });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = Uri.UnescapeDataString(request.RequestUri!.AbsolutePath.TrimStart('/'));
        var body = request.Content is null ? null : JsonNode.Parse(await request.Content.ReadAsStringAsync(cancellationToken))?.AsObject();
        var method = request.Method.Method;
        if (path == "Tables")
        {
            return method == "GET" ? Respond(HttpStatusCode.OK, new JsonObject { ["value"] = new JsonArray() })
                : _tables.TryAdd((string)body!["TableName"]!, NewTable()) ? Respond(HttpStatusCode.NoContent)
                : Fail(HttpStatusCode.Conflict, "TableAlreadyExists");
        }

        var match = Address().Match(path);
        var table = match.Groups["table"].Value;
        Requests.Enqueue((method, table));
        var faults = FaultsOf(table);
        await (faults.Before?.Invoke(method) ?? Task.CompletedTask);
        if (faults.Exception is { } exception)
        {
            throw exception;
        }

        if (faults.TakeRefusal(method))
        {
            return Fail(HttpStatusCode.ServiceUnavailable, "ServerBusy");
        }

        if (!_tables.ContainsKey(table))
        {
            return Fail(HttpStatusCode.NotFound, "TableNotFound");
        }

        var key = body is not null && !match.Groups["partition"].Success
            ? ((string)body["PartitionKey"]!, (string)body["RowKey"]!)
            : (Unquote(match, "partition"), Unquote(match, "row"));
        var response = Execute();
        response = faults.TakeRepeat(method) ? Execute() : response;
        return faults.TakeLostResponse(method) ? throw new HttpRequestException("The response was lost.") : response;

        HttpResponseMessage Execute() => Locked(table, rows => method switch
        {
            "GET" when !match.Groups["partition"].Success => Query(rows, request.RequestUri),
            "GET" => rows.TryGetValue(key, out var row) ? Respond(HttpStatusCode.OK, row.ToJson(), row.Version) : Fail(HttpStatusCode.NotFound, "ResourceNotFound"),
            "POST" => rows.ContainsKey(key) ? Fail(HttpStatusCode.Conflict, "EntityAlreadyExists") : Write(rows, key, body!),
            "DELETE" => Conditional(rows, key, request, () => rows.Remove(key) ? Respond(HttpStatusCode.NoContent) : Fail(HttpStatusCode.NotFound, "ResourceNotFound")),
            _ => Conditional(rows, key, request, () => Write(rows, key, method == "PATCH" && rows.TryGetValue(key, out var old) ? Merge(old.Values, body!) : body!)),
        });
    }

    private static SortedDictionary<(string Partition, string Row), StoredRow> NewTable() => new(Comparer<(string Partition, string Row)>.Create((one, other) =>
        string.CompareOrdinal(one.Partition, other.Partition) is not 0 and var order ? order : string.CompareOrdinal(one.Row, other.Row)));

    private T Locked<T>(string table, Func<SortedDictionary<(string Partition, string Row), StoredRow>, T> use)
    {
        var rows = _tables[table];
        lock (rows)
        {
            return use(rows);
        }
    }

    private StoredRow New(JsonObject values)
    {
        var written = values.DeepClone().AsObject();
        var now = clock.GetUtcNow();
        written["Timestamp"] = now.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
        return new(written, $"W/\"{Interlocked.Increment(ref _version)}\"");
    }

    private HttpResponseMessage Write(SortedDictionary<(string, string), StoredRow> rows, (string, string) key, JsonObject values)
    {
        var row = New(values);
        rows[key] = row;
        return Respond(HttpStatusCode.NoContent, version: row.Version);
    }

    private HttpResponseMessage Conditional(SortedDictionary<(string, string), StoredRow> rows, (string, string) key, HttpRequestMessage request, Func<HttpResponseMessage> change) =>
        request.Headers.TryGetValues("If-Match", out var wanted) && wanted.Single() is var version
            ? !rows.TryGetValue(key, out var row) ? Fail(HttpStatusCode.NotFound, "ResourceNotFound")
                : version == "*" || version == row.Version ? change()
                : Fail(HttpStatusCode.PreconditionFailed, "UpdateConditionNotSatisfied")
            : change();

    private HttpResponseMessage Query(SortedDictionary<(string Partition, string Row), StoredRow> rows, Uri address)
    {
        var query = System.Web.HttpUtility.ParseQueryString(address.Query);
        var from = (query["NextPartitionKey"] ?? string.Empty, query["NextRowKey"] ?? string.Empty);
        var size = int.Parse(query["$top"] ?? "1000", CultureInfo.InvariantCulture);
        var found = rows
            .Where(pair => string.CompareOrdinal(pair.Key.Partition, from.Item1) is var order && (order > 0 || (order == 0 && string.CompareOrdinal(pair.Key.Row, from.Item2) >= 0)))
            .Where(pair => TableFilter.Matches(query["$filter"], pair.Value.Values))
            .Take(Math.Min(size, PageSize) + 1).ToArray();
        var page = found.Take(Math.Min(size, PageSize)).Select(pair => (JsonNode)pair.Value.ToJson()).ToArray();
        var response = Respond(HttpStatusCode.OK, new JsonObject { ["value"] = new JsonArray(page) });
        if (found.Length > page.Length)
        {
            response.Headers.Add(Continuation + "PartitionKey", found[^1].Key.Partition);
            response.Headers.Add(Continuation + "RowKey", found[^1].Key.Row);
        }

        return response;
    }

    private HttpResponseMessage Respond(HttpStatusCode status, JsonObject? body = null, string? version = null)
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body?.ToJsonString() ?? string.Empty, null, "application/json") };
        response.Headers.Date = clock.GetUtcNow();
        if (version is not null)
        {
            response.Headers.TryAddWithoutValidation("ETag", version);
        }

        return response;
    }

    private HttpResponseMessage Fail(HttpStatusCode status, string code) =>
        Respond(status, new JsonObject { ["odata.error"] = new JsonObject { ["code"] = code, ["message"] = new JsonObject { ["lang"] = "en-US", ["value"] = code } } });

    private static JsonObject Merge(JsonObject row, JsonObject changes)
    {
        var merged = row.DeepClone().AsObject();
        foreach (var (name, value) in changes)
        {
            merged[name] = value?.DeepClone();
        }

        return merged;
    }

    private static JsonObject JsonOf(TableEntity entity)
    {
        var json = new JsonObject();
        foreach (var (name, value) in entity)
        {
            json[name] = value is DateTimeOffset time ? time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture) : JsonSerializer.SerializeToNode(value);
            if (value is DateTimeOffset)
            {
                json[$"{name}@odata.type"] = "Edm.DateTime";
            }
        }

        return json;
    }

    private static string Unquote(Match match, string group) => match.Groups[group].Value.Replace("''", "'", StringComparison.Ordinal);

    [GeneratedRegex(@"^(?<table>\w+)(\((PartitionKey='(?<partition>.*)',RowKey='(?<row>.*)')?\))?$")]
    private static partial Regex Address();

    private sealed record StoredRow(JsonObject Values, string Version)
    {
        public JsonObject ToJson()
        {
            var json = Values.DeepClone().AsObject();
            json["odata.etag"] = Version;
            json["Timestamp@odata.type"] = "Edm.DateTime";
            return json;
        }
    }
}
