using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using ServerlessMessaging.Records;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Tests.Infrastructure;

/// <summary>The message records of <see cref="InMemoryTables"/>, as a test reads and changes them.</summary>
internal sealed class StoredRecords(InMemoryTables tables)
{
    private StorageFaultScript Faults => tables.FaultsOf(TableNames.MessageRecords);

    /// <summary>If set, every call throws it.</summary>
    public Exception? Fault
    {
        set => Faults.Exception = value;
    }

    /// <summary>How many of the next changes are refused.</summary>
    public int FailingChanges
    {
        set => Faults.Refuse(value, method: "PUT");
    }

    /// <summary>The next write is carried out and its response lost, so that its retry gets a conflict.</summary>
    public void LoseNextResponse() => Faults.RepeatNextWrite();

    /// <summary>The next insert is carried out and then fails, as a time-out does.</summary>
    public void FailAfterNextInsert() => Faults.LoseResponse("POST");

    /// <summary>The next change is carried out and then fails, as a time-out does.</summary>
    public void FailAfterNextChange() => Faults.LoseResponse("PUT");

    /// <summary>The stored record; null if there is none.</summary>
    public MessageRecord? Record(string id) =>
        tables.Rows(TableNames.MessageRecords).FirstOrDefault(row => (string?)row["RowKey"] == id) is { } row ? MessageRecords.ReadRecord(EntityOf(row)) : null;

    /// <summary>The version of the record, which any write changes.</summary>
    public string? Version(string id) => tables.Versions(TableNames.MessageRecords).GetValueOrDefault(id);

    /// <summary>Writes a record without the application.</summary>
    public void Put(MessageRecord record)
    {
        var key = TableKey.ByHash(record.Id);
        var entity = new TableEntity(key.Partition, key.Row) { [TableStore<MessageRecord>.FormProperty] = TableStore<MessageRecord>.Form };
        MessageRecords.Write(record, entity);
        tables.Put(TableNames.MessageRecords, entity);
    }

    /// <summary>Deletes a record, as the retention does.</summary>
    public void Remove(string id) => tables.Change(TableNames.MessageRecords, id, _ => null);

    private static TableEntity EntityOf(JsonObject row) => new(row
        .Where(property => !property.Key.Contains('@', StringComparison.Ordinal))
        .ToDictionary(property => property.Key, property => Value(row, property.Key, property.Value!)));

    private static object Value(JsonObject row, string name, JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.True or JsonValueKind.False => value.GetValue<bool>(),
        JsonValueKind.Number => value.GetValue<int>(),
        _ when (string?)row[$"{name}@odata.type"] == "Edm.DateTime" => DateTimeOffset.Parse((string)value!, CultureInfo.InvariantCulture),
        _ => (string)value!,
    };
}
