using System.Text.Json;
using ServerlessMessaging.Simulator.Json;

namespace ServerlessMessaging.Simulator.Faults;

/// <summary>Reads a fault from the control API and refuses invalid combinations.</summary>
internal static class FaultReader
{
    private const int Day = 86_400;

    private const int MaxDelay = 600;

    private const int MaxTimes = 1_000_000;

    private const int MaxItem = 49;

    public static Fault Read(JsonElement body)
    {
        var reader = new MemberReader(body);
        var fault = new Fault
        {
            Match = reader.RequiredText("match"),
            Status = reader.OptionalInteger("status", 200, 599),
            RetryAfter = reader.OptionalInteger("retryAfter", 0, Day),
            Delay = reader.OptionalNumber("delay", 0, MaxDelay),
            Times = reader.OptionalInteger("times", 0, MaxTimes) ?? 1,
            Share = reader.OptionalNumber("share", 0, 1),
            DropConnection = reader.OptionalFlag("dropConnection") ?? false,
            When = reader.OptionalText("when") ?? FaultTime.Before,
            Body = reader.OptionalText("body"),
            Item = reader.OptionalInteger("item", 0, MaxItem),
        };
        reader.RefuseUnknown();
        if (fault.When is not (FaultTime.Before or FaultTime.After))
        {
            throw reader.Refuse("'when' must be \"before\" or \"after\"", "when");
        }

        if (fault.Item is null)
        {
            ValidateRequestFault(fault, reader);
        }
        else
        {
            ValidateItemFault(fault, reader);
        }

        return fault;
    }

    private static void ValidateRequestFault(Fault fault, MemberReader reader)
    {
        if (fault is { Status: null, Delay: null, DropConnection: false })
        {
            throw reader.Refuse("A fault needs status, delay or dropConnection", "status");
        }

        if (fault is { Status: not null, DropConnection: true })
        {
            throw reader.Refuse("A dropped connection has no status", "status");
        }

        if (fault is { Status: null, RetryAfter: not null })
        {
            throw reader.Refuse("'retryAfter' needs a status", "retryAfter");
        }

        if (fault is { Status: null or 204 or 205 or 304, Body: not null })
        {
            throw reader.Refuse("'body' needs a status that has a body", "body");
        }
    }

    private static void ValidateItemFault(Fault fault, MemberReader reader)
    {
        if (fault is not { Status: null, RetryAfter: null, Delay: null, DropConnection: false })
        {
            throw reader.Refuse("'item' allows no status, retryAfter, delay or dropConnection: those affect the whole request", "item");
        }

        if (fault.Body is { } body && !IsJson(body))
        {
            throw reader.Refuse("'body' must be JSON where it replaces an item of the response", "body");
        }
    }

    private static bool IsJson(string text)
    {
        try
        {
            JsonElement.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
