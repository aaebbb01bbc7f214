using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Health;
using ServerlessMessaging.Records.Lists;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Sending.Records;

namespace ServerlessMessaging.Serialization;

/// <summary>Writes the contract's answers as UTF-8 JSON.</summary>
public static class ContractWriter
{
    /// <summary>Writes a problem.</summary>
    public static byte[] Write(ProblemDocument problem) => JsonSerializer.SerializeToUtf8Bytes(problem, ContractJson.Wire.ProblemDocument);

    /// <summary>Writes the answer to a send.</summary>
    public static byte[] Write(SendAnswer answer) => JsonSerializer.SerializeToUtf8Bytes(answer, JsonContracts.Wire.SendAnswer);

    /// <summary>Writes what became of a request.</summary>
    public static byte[] Write(RecordAnswer answer) => JsonSerializer.SerializeToUtf8Bytes(answer, JsonContracts.Wire.RecordAnswer);

    /// <summary>Writes a page of messages.</summary>
    public static byte[] Write(MessagePage page) => JsonSerializer.SerializeToUtf8Bytes(page, JsonContracts.Wire.MessagePage);

    /// <summary>Writes a page of dead letters.</summary>
    public static byte[] Write(DeadLetterPage page) => JsonSerializer.SerializeToUtf8Bytes(page, JsonContracts.Wire.DeadLetterPage);

    /// <summary>Writes what was done with dead letters.</summary>
    public static byte[] Write(DeadLetterActions actions) => JsonSerializer.SerializeToUtf8Bytes(actions, JsonContracts.Wire.DeadLetterActions);

    /// <summary>Writes a preview.</summary>
    public static byte[] Write(PreviewAnswer answer) => JsonSerializer.SerializeToUtf8Bytes(answer, JsonContracts.Wire.PreviewAnswer);

    /// <summary>Writes the state of health.</summary>
    public static byte[] Write(HealthReport report) => JsonSerializer.SerializeToUtf8Bytes(report, JsonContracts.Wire.HealthReport);
}
